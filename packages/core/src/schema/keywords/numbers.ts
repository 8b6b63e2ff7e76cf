import type { Place } from '../place.js';
import type { Assertion, Bound } from '../schema-node.js';

/**
 * `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` (a flag beside the bound in draft-04) and `multipleOf`.
 * @see JSON Schema Validation 2020-12, section 6.2; draft-04, section 5.1
 */
export function* parseNumbers(place: Place): Generator<Assertion> {
  const isFlag = (keyword: string): boolean => typeof place.raw[keyword] === 'boolean';
  for (const side of ['min', 'max'] as const) {
    const inclusive = side === 'min' ? 'minimum' : 'maximum';
    const exclusive = side === 'min' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    const value = place.number(inclusive);
    if (value !== undefined) yield place.assert(inclusive, range(side, { value, exclusive: place.raw[exclusive] === true }));
    if (!place.has(exclusive)) continue;
    if (isFlag(exclusive)) place.enforced(exclusive);
    else yield place.assert(exclusive, range(side, { value: place.number(exclusive)!, exclusive: true }));
  }
  const divisor = place.number('multipleOf');
  if (divisor === undefined) return;
  if (divisor <= 0) throw place.invalid('multipleOf', 'a number above 0');
  yield place.assert('multipleOf', { kind: 'multipleOf', divisor });
}

function range(side: 'min' | 'max', bound: Bound): Assertion['demand'] {
  return { kind: 'range', min: side === 'min' ? bound : undefined, max: side === 'max' ? bound : undefined };
}
