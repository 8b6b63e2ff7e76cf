import type { Place } from '../place.js';
import type { Assertion, Bound } from '../schema-node.js';

/** So many decimal digits each lead to a double of their own. */
const EXACT_DIGITS = 15;

/** The keywords that `parseNumbers` reads. */
export const numberKeywords: readonly string[] = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/**
 * `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum` (a flag beside the bound in draft-04) and `multipleOf`.
 * @see JSON Schema Validation 2020-12, section 6.2; draft-04, section 5.1
 */
export function parseNumbers(place: Place): void {
  const isFlag = (keyword: string): boolean => typeof place.raw[keyword] === 'boolean';
  for (const side of ['min', 'max'] as const) {
    const inclusive = side === 'min' ? 'minimum' : 'maximum';
    const exclusive = side === 'min' ? 'exclusiveMinimum' : 'exclusiveMaximum';
    const value = place.number(inclusive);
    if (value !== undefined) place.assert(inclusive, range(side, { value, exclusive: place.raw[exclusive] === true }));
    if (!place.has(exclusive)) continue;
    if (isFlag(exclusive)) place.enforced(exclusive);
    else place.assert(exclusive, range(side, { value: place.number(exclusive)!, exclusive: true }));
  }
  const divisor = place.number('multipleOf');
  if (divisor === undefined) return;
  if (divisor <= 0) throw place.invalid('multipleOf', 'a number above 0');
  if (decimalPlaces(divisor) > EXACT_DIGITS) {
    place.refused('multipleOf', `with more than ${EXACT_DIGITS} digits before or after the point, doubles cannot tell its multiples apart`);
    return;
  }
  place.assert('multipleOf', { kind: 'multipleOf', divisor });
}

/** Digits before the point, or after it where these are more. */
function decimalPlaces(value: number): number {
  const [, whole = '', fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  return Math.max(whole.length + Number(exponent), fraction.length - Number(exponent));
}

function range(side: 'min' | 'max', bound: Bound): Assertion['demand'] {
  return { kind: 'range', min: side === 'min' ? bound : undefined, max: side === 'max' ? bound : undefined };
}
