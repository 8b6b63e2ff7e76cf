import type { Bound } from '../../schema/schema-node.js';
import { atScale, commonMultiple, compareDecimals, type Decimal, decimalOf, isMultipleOf } from './decimal.js';

export interface Limit {
  readonly value: Decimal;
  readonly exclusive: boolean;
}

/** A set of numbers: between two limits, multiples of one number, no multiples of others, none of a few. Exact, in decimals. */
export interface NumberRange {
  readonly min: Limit | undefined;
  readonly max: Limit | undefined;
  /** above 0 */
  readonly divisor: Decimal | undefined;
  readonly notDivisors: readonly Decimal[];
  readonly excluded: readonly Decimal[];
}

export const unboundedRange: NumberRange = { min: undefined, max: undefined, divisor: undefined, notDivisors: [], excluded: [] };

export const ONE: Decimal = { digits: 1n, scale: 0 };

export function withRange(range: NumberRange, min: Bound | undefined, max: Bound | undefined): NumberRange {
  return { ...range, min: tighter(range.min, min, 1), max: tighter(range.max, max, -1) };
}

export function withDivisor(range: NumberRange, divisor: number): NumberRange {
  const decimal = decimalOf(divisor);
  return { ...range, divisor: range.divisor === undefined ? decimal : commonMultiple(range.divisor, decimal) };
}

export function withoutDivisor(range: NumberRange, divisor: number): NumberRange {
  return { ...range, notDivisors: [...range.notDivisors, decimalOf(divisor)] };
}

export function withoutValues(range: NumberRange, values: readonly number[]): NumberRange {
  return { ...range, excluded: [...range.excluded, ...values.map(decimalOf)] };
}

/** Only whole numbers, or only numbers with a fraction, of a range. */
export function onlyWhole(range: NumberRange, whole: boolean): NumberRange {
  if (!whole) return { ...range, notDivisors: [...range.notDivisors, ONE] };
  return { ...range, divisor: range.divisor === undefined ? ONE : commonMultiple(range.divisor, ONE) };
}

export function isInRange(range: NumberRange, value: Decimal): boolean {
  const { min, max, divisor } = range;
  if (min !== undefined && compareDecimals(value, min.value) < (min.exclusive ? 1 : 0)) return false;
  if (max !== undefined && compareDecimals(value, max.value) > (max.exclusive ? -1 : 0)) return false;
  if (divisor !== undefined && !isMultipleOf(value, divisor)) return false;
  return (
    !range.notDivisors.some((other) => isMultipleOf(value, other)) && !range.excluded.some((other) => compareDecimals(value, other) === 0)
  );
}

/** So many candidates are looked at to count a range; more count as infinitely many. */
const MAX_COUNTED = 10_000;

/** How many numbers a range holds. */
export function countOf(range: NumberRange): number {
  const { min, max, divisor } = range;
  if (min === undefined || max === undefined) return Number.POSITIVE_INFINITY;
  if (divisor === undefined)
    return compareDecimals(min.value, max.value) < 0 ? Number.POSITIVE_INFINITY : isInRange(range, min.value) ? 1 : 0;
  const scale = Math.max(min.value.scale, max.value.scale, divisor.scale);
  const step = atScale(divisor, scale);
  const last = atScale(max.value, scale) / step;
  let factor = atScale(min.value, scale) / step - 1n;
  if (last - factor > BigInt(MAX_COUNTED)) return Number.POSITIVE_INFINITY;
  let count = 0;
  for (; factor <= last + 1n; factor++) if (isInRange(range, { digits: factor * step, scale })) count++;
  return count;
}

/** Equal texts are equal ranges. */
export function rangeKey(range: NumberRange): string {
  return JSON.stringify(range, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** @param sign - 1 for a lower bound, -1 for an upper one */
function tighter(a: Limit | undefined, bound: Bound | undefined, sign: number): Limit | undefined {
  if (bound === undefined) return a;
  const b: Limit = { value: decimalOf(bound.value), exclusive: bound.exclusive };
  if (a === undefined) return b;
  const order = compareDecimals(a.value, b.value) * sign;
  if (order === 0) return a.exclusive ? a : b;
  return order > 0 ? a : b;
}
