import type { NumberReading } from '../normalise/index.js';
import { choosePlace } from './choose-place.js';
import { reconcileNumber } from './reconcile.js';
import type { TextIndex } from './text-index.js';
import type { GroundedValue, Leaf } from './types.js';

/** Equal up to the last bits of a division: 2/3 and 0.6666666666666666. */
const isEqual = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/**
 * Where a number is printed. The best group that holds any reading counts: the value itself; the other reading of an ambiguous
 * separator; a share printed as percent; the same digits without the sign; digits inside codes and dates; last, a mis-copied number.
 */
export function groundNumber(index: TextIndex, value: number, leaf: Leaf): GroundedValue | undefined {
  const whole = index.numbers.filter((reading) => !reading.isFragment);
  const groups: ((reading: NumberReading) => boolean)[] = [
    (reading) => isEqual(reading.value, value),
    (reading) => reading.alternatives.some((alternative) => isEqual(alternative, value)),
    (reading) => reading.kind === 'percent' && isEqual(reading.value / 100, value),
    (reading) => reading.unit === 'cent' && isEqual(reading.value / 100, value),
    (reading) => reading.value !== 0 && isEqual(-reading.value, value),
  ];
  for (const [rank, fits] of groups.entries()) {
    const place = choosePlace(index, whole.filter(fits), leaf);
    if (place === undefined) continue;
    // 1.234 copied as 1.234 where the text's own numbers show that it is a thousand.
    const printedWins = rank === 1 && index.scan.decimalMarkFrom !== 'default' && fitsSchema(place.value, leaf);
    return toGrounded(place, printedWins ? place.value : value, !printedWins);
  }
  const fragment = choosePlace(
    index,
    index.numbers.filter((reading) => reading.isFragment && isEqual(reading.value, value)),
    leaf,
  );
  if (fragment !== undefined) return toGrounded(fragment, value, true);
  const candidates = whole.filter((reading) => fitsSchema(reading.value, leaf));
  const meant = reconcileNumber(value, candidates);
  const place = meant && choosePlace(index, meant, leaf);
  return place && toGrounded(place, place.value, false);
}

const toGrounded = ({ printed, start, end }: NumberReading, value: number, agrees: boolean): GroundedValue => ({
  value,
  printed,
  start,
  end,
  agrees,
});

/** Whether the schema would take the printed value in place of the model's. */
function fitsSchema(value: number, { schema }: Leaf): boolean {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes('integer') && !types.includes('number') && !Number.isInteger(value)) return false;
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return false;
  if (typeof schema.minimum === 'number' && value < schema.minimum) return false;
  if (typeof schema.exclusiveMinimum === 'number' && value <= schema.exclusiveMinimum) return false;
  if (typeof schema.maximum === 'number' && value > schema.maximum) return false;
  return !(typeof schema.exclusiveMaximum === 'number' && value >= schema.exclusiveMaximum);
}
