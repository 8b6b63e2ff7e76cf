import type { Place } from '../place.js';
import { ALL_TYPES, type Json, NUMBER_TYPES, TypeBit } from '../schema-node.js';

const TYPE_BITS: Readonly<Record<string, number>> = {
  null: TypeBit.null,
  boolean: TypeBit.false | TypeBit.true,
  integer: TypeBit.integer,
  number: NUMBER_TYPES,
  string: TypeBit.string,
  object: TypeBit.object,
  array: TypeBit.array,
};

/** The keywords that `parseAnyType` reads. */
export const anyTypeKeywords: readonly string[] = ['type', 'enum', 'const'];

/**
 * `type`, `enum` and `const`.
 * @see JSON Schema Validation 2020-12, section 6.1
 */
export function parseAnyType(place: Place): void {
  if (place.has('type')) place.assert('type', { kind: 'types', types: typesOf(place) });
  if (place.has('enum')) {
    const values = place.raw.enum;
    if (!Array.isArray(values)) throw place.invalid('enum', 'a list');
    place.assert('enum', { kind: 'values', values: values as Json[] });
  }
  if (place.has('const') && place.reader.document.draft > 4) {
    place.assert('const', { kind: 'values', values: [place.raw.const as Json] });
  }
}

function typesOf(place: Place): number {
  const names = Array.isArray(place.raw.type) ? place.raw.type : [place.raw.type];
  let types = 0;
  for (const name of names) {
    // In draft-03, which some schemas still follow, "any" is a type.
    const bits = name === 'any' ? ALL_TYPES : typeof name === 'string' && Object.hasOwn(TYPE_BITS, name) ? TYPE_BITS[name] : undefined;
    if (bits === undefined) throw place.invalid('type', `one of ${Object.keys(TYPE_BITS).join(', ')}, or a list of these`);
    types |= bits;
  }
  return types;
}
