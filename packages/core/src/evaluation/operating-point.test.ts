import { describe, expect, it } from 'vitest';
import type { CalibrationPoint } from './calibration.js';
import { findOperatingPoint } from './operating-point.js';
import { createRandom } from './random.js';

/** Items of three values each that are right as often as their probability says. */
function calibratedItems(count: number, seed: number): CalibrationPoint[][] {
  const random = createRandom(seed);
  const value = (): CalibrationPoint => {
    const probability = random();
    return { probability, isRight: random() < probability, kind: 'value' };
  };
  return Array.from({ length: count }, () => [value(), value(), value()]);
}

describe('findOperatingPoint', () => {
  it('finds the lowest threshold with the wanted precision', () => {
    const items = calibratedItems(400, 5);
    const { point, isReached } = findOperatingPoint(items, 0.9, { resamples: 100 });
    expect(isReached).toBe(true);
    const values = items.flat();
    const precisionFrom = (threshold: number) => {
      const kept = values.filter(({ probability }) => probability >= threshold);
      return kept.filter(({ isRight }) => isRight).length / kept.length;
    };
    expect(point!.precision).toBe(precisionFrom(point!.threshold));
    expect(point!.precision).toBeGreaterThanOrEqual(0.9);
    const lower = values.map(({ probability }) => probability).filter((probability) => probability < point!.threshold);
    expect(lower.filter((threshold) => precisionFrom(threshold) >= 0.9)).toEqual([]);
    expect(point!.coverage).toBe(values.filter(({ probability }) => probability >= point!.threshold).length / values.length);
  });

  it('gives an interval around precision and coverage, and what unseen items have', () => {
    const { point, heldOut } = findOperatingPoint(calibratedItems(400, 6), 0.9, { resamples: 200, seed: 3 });
    expect(point!.precisionInterval!.low).toBeLessThanOrEqual(point!.precision);
    expect(point!.precisionInterval!.high).toBeGreaterThanOrEqual(point!.precision);
    expect(point!.coverageInterval!.low).toBeLessThan(point!.coverageInterval!.high);
    expect(heldOut!.precision).toBeGreaterThan(0.8);
    expect(heldOut!.precision).toBeLessThan(0.98);
  });

  it('says so where the precision cannot be reached, with the best there is', () => {
    const items = Array.from({ length: 50 }, (_, at): CalibrationPoint[] => [{ probability: 0.9, isRight: at % 2 === 0, kind: 'value' }]);
    expect(findOperatingPoint(items, 0.98, { resamples: 50 })).toMatchObject({
      isReached: false,
      wantedPrecision: 0.98,
      point: { threshold: 0.9, precision: 0.5, coverage: 1, kept: 50 },
      heldOut: undefined,
    });
  });

  it('does not take a handful of lucky values for a precision', () => {
    const items = Array.from({ length: 100 }, (_, at): CalibrationPoint[] => [{ probability: at / 100, isRight: at >= 95, kind: 'value' }]);
    expect(findOperatingPoint(items, 0.98, { resamples: 50 }).isReached).toBe(false);
    expect(findOperatingPoint(items, 0.98, { resamples: 50, minKept: 5 })).toMatchObject({ isReached: true, point: { kept: 5 } });
  });

  it('looks at values only, and finds nothing where there are none', () => {
    const nulls = [[{ probability: 1, isRight: true, kind: 'null' } as const]];
    expect(findOperatingPoint(nulls, 0.9)).toEqual({ wantedPrecision: 0.9, isReached: false, values: 0, minKept: 20 });
  });
});
