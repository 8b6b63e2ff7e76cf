import type { Place } from '../place.js';
import { ALL_TYPES, type Assertion, type Json, NUMBER_TYPES, TypeBit } from '../schema-node.js';

const TYPE_BITS: Readonly<Record<string, number>> = {
  null: TypeBit.null,
  boolean: TypeBit.false | TypeBit.true,
  integer: TypeBit.integer,
  number: NUMBER_TYPES,
  string: TypeBit.string,
  object: TypeBit.object,
  array: TypeBit.array,
};

/**
 * `type`, `enum` and `const`.
 * @see JSON Schema Validation 2020-12, section 6.1
 */
export function* parseAnyType(place: Place): Generator<Assertion> {
  if (place.has('type')) {
    yield { kind: 'types', types: typesOf(place) };
    place.enforced('type');
  }
  if (place.has('enum')) {
    const values = place.raw.enum;
    if (!Array.isArray(values)) throw place.invalid('enum', 'a list');
    yield { kind: 'values', values: values as Json[] };
    place.enforced('enum');
  }
  if (place.has('const')) {
    yield { kind: 'values', values: [place.raw.const as Json] };
    place.enforced('const');
  }
}

function typesOf(place: Place): number {
  const names = Array.isArray(place.raw.type) ? place.raw.type : [place.raw.type];
  let types = 0;
  for (const name of names) {
    const bits = typeof name === 'string' ? TYPE_BITS[name] : undefined;
    if (bits === undefined) throw place.invalid('type', `one of ${Object.keys(TYPE_BITS).join(', ')}, or a list of these`);
    types |= bits;
  }
  return types & ALL_TYPES;
}
