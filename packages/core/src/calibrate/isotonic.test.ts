import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCalibration, noCalibration } from './calibration.js';
import { calibrated, type Outcome } from './curve.js';
import { fitIsotonic } from './isotonic.js';
import { fitLogistic } from './logistic.js';

const outcomes = (raw: number, right: number, wrong: number): Outcome[] => [
  ...Array.from({ length: right }, () => ({ raw, isRight: true })),
  ...Array.from({ length: wrong }, () => ({ raw, isRight: false })),
];

const shareRight = (of: readonly Outcome[]) => of.filter(({ isRight }) => isRight).length / of.length;

describe('the fitted curve', () => {
  it('gives each raw probability the share that was right there', () => {
    const curve = fitIsotonic([...outcomes(0.2, 98, 898), ...outcomes(0.9, 598, 398)]);
    expect(calibrated(curve, 0.2)).toBeCloseTo(99 / 998, 5);
    expect(calibrated(curve, 0.9)).toBeCloseTo(599 / 998, 5);
    expect(calibrated(curve, 0.55)).toBeCloseTo((99 + 599) / 2 / 998, 5);
  });

  it('pools neighbours that fall', () => {
    const { calibrated: values } = fitIsotonic([...outcomes(0.1, 50, 50), ...outcomes(0.5, 20, 80), ...outcomes(0.9, 90, 10)]);
    expect(values).toHaveLength(2);
    expect(values[0]).toBeCloseTo(71 / 202, 5);
  });

  it('is level beyond its ends, and promises no certainty', () => {
    const curve = fitIsotonic(outcomes(0.95, 30, 0));
    expect(calibrated(curve, 0)).toBe(calibrated(curve, 1));
    expect(calibrated(curve, 1)).toBeLessThan(1);
  });

  it('says nothing good where there is no data', () => {
    expect(calibrated(fitIsotonic([]), 0.9)).toBe(0);
  });

  it('rises, stays between 0 and 1, and keeps the overall share, whatever the data', () => {
    const outcome = fc.record({ raw: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 200 }), fc.integer({ min: 1, max: 30 }), (data, fewest) => {
        const curve = fitIsotonic(data, fewest);
        let last = 0;
        for (let p = 0; p <= 1; p += 0.05) {
          const value = calibrated(curve, p);
          expect(value).toBeGreaterThanOrEqual(last);
          expect(value).toBeLessThanOrEqual(1);
          last = value;
        }
        const range = [curve.calibrated[0]!, curve.calibrated.at(-1)!];
        // One right and one wrong more can pull at most this far.
        expect(shareRight(data)).toBeGreaterThanOrEqual(range[0]! - 0.5);
        expect(shareRight(data)).toBeLessThanOrEqual(range[1]! + 0.5);
      }),
    );
  });
});

describe('the fitted logistic curve', () => {
  it('brings a model that is too sure down to what it is', () => {
    const data = [...outcomes(0.99, 70, 30), ...outcomes(0.9, 60, 40), ...outcomes(0.5, 50, 50)];
    const curve = fitLogistic(data);
    expect(calibrated(curve, 0.99)).toBeCloseTo(0.7, 1);
    expect(calibrated(curve, 0.9)).toBeCloseTo(0.6, 1);
    expect(calibrated(curve, 0.5)).toBeCloseTo(0.5, 1);
  });

  it('leaves what is calibrated already nearly as it is', () => {
    const data = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((raw) => outcomes(raw, raw * 1000, (1 - raw) * 1000));
    const curve = fitLogistic(data);
    for (const raw of [0.1, 0.3, 0.5, 0.7, 0.9]) expect(calibrated(curve, raw)).toBeCloseTo(raw, 1);
  });

  it('rises within 0 and 1 whatever the data', () => {
    const outcome = fc.record({ raw: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 60 }), (data) => {
        expect(isCalibration({ ...noCalibration, record: fitLogistic(data) })).toBe(true);
      }),
    );
  });
});

describe('a calibration', () => {
  const curve = { raw: [0.1, 0.9], calibrated: [0.2, 0.8] };
  const whole = { ...noCalibration, leaves: { copied: curve }, record: curve };

  it('is recognised', () => {
    expect(isCalibration(whole)).toBe(true);
    expect(isCalibration(JSON.parse(JSON.stringify(noCalibration)))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a list', []],
    ['an unknown kind', { ...whole, leaves: { guessed: curve } }],
    ['a curve that falls', { ...whole, record: { raw: [0.1, 0.9], calibrated: [0.8, 0.2] } }],
    ['a curve with a knot too few', { ...whole, record: { raw: [0.1, 0.9], calibrated: [0.8] } }],
    ['a curve without knots', { ...whole, leaves: { null: { raw: [], calibrated: [] } } }],
    ['a threshold above 1', { ...whole, minProbability: 1.5 }],
    ['a missing threshold', { ...whole, secondLook: { below: 0.9, keepFrom: 0.9 } }],
  ])('is not %s', (_, value) => {
    expect(isCalibration(value)).toBe(false);
  });
});
