import { describe, expect, it } from 'vitest';
import type { Extraction, JsonValue } from '../extract/types.js';
import { brierScore, type CalibrationPoint, calibrationPoints, expectedCalibrationError, reliability } from './calibration.js';
import { scoreItem } from './score-item.js';

const point = (probability: number, isRight: boolean): CalibrationPoint => ({ probability, isRight, kind: 'value' });
const times = (count: number, one: CalibrationPoint) => Array.from({ length: count }, () => one);

describe('calibration figures', () => {
  // 0.95 and right in 8 of 10; 0.55 and right in 5 of 10: ECE = (0.15 + 0.05) / 2.
  const points = [
    ...times(8, point(0.95, true)),
    ...times(2, point(0.95, false)),
    ...times(5, point(0.55, true)),
    ...times(5, point(0.55, false)),
  ];

  it('agree with a calculation by hand', () => {
    expect(expectedCalibrationError(points, 10)).toBeCloseTo(0.1, 12);
    expect(brierScore(points)).toBeCloseTo((8 * 0.05 ** 2 + 2 * 0.95 ** 2 + 5 * 0.45 ** 2 + 5 * 0.55 ** 2) / 20, 12);
    expect(reliability(points, 10)).toEqual([
      { from: 0.5, to: 0.6, count: 10, meanProbability: expect.closeTo(0.55), accuracy: 0.5 },
      { from: 0.9, to: 1, count: 10, meanProbability: expect.closeTo(0.95), accuracy: 0.8 },
    ]);
  });

  it('put 0 and 1 into the outer bins', () => {
    expect(reliability([point(0, false), point(1, true)], 15).map(({ count }) => count)).toEqual([1, 1]);
    expect(expectedCalibrationError([point(0, false), point(1, true)], 15)).toBe(0);
  });

  it('say nothing without points', () => {
    expect(expectedCalibrationError([], 10)).toBeUndefined();
    expect(brierScore([])).toBeUndefined();
  });
});

describe('calibrationPoints', () => {
  const pointsOf = (expected: JsonValue, given: JsonValue, fields: Extraction['fields']) =>
    calibrationPoints(scoreItem({ expected, schema: {} }, given), { fields });
  const value = (probability?: number) => ({ value: 'x', grounded: true, probability });
  const nothing = (probability: number, reason?: 'absent' | 'below_threshold') => ({ value: null, grounded: false, probability, reason });

  it('are right for hits, wrong for what is wrong, invented or too many', () => {
    expect(pointsOf({ a: 'x' }, { a: 'x' }, { '/a': value(0.9) })).toEqual([{ probability: 0.9, isRight: true, kind: 'value' }]);
    expect(pointsOf({ a: 'y' }, { a: 'x' }, { '/a': value(0.8) })).toEqual([{ probability: 0.8, isRight: false, kind: 'value' }]);
    expect(pointsOf({ a: null }, { a: 'x' }, { '/a': value(0.7) })).toEqual([{ probability: 0.7, isRight: false, kind: 'value' }]);
    expect(pointsOf({ a: ['y'] }, { a: ['x', 'y'] }, { '/a/0': value(0.6), '/a/1': value(0.5) })).toEqual([
      { probability: 0.5, isRight: true, kind: 'value' },
      { probability: 0.6, isRight: false, kind: 'value' },
    ]);
  });

  it('look at every value of an invented list', () => {
    const points = pointsOf({ a: [] }, { a: [{ b: 'x' }, { b: 'x' }] }, { '/a/0/b': value(0.4), '/a/1/b': value(0.3), '/ab': value(1) });
    expect(points.map(({ probability }) => probability)).toEqual([0.4, 0.3]);
  });

  it('count what the model called absent, but not what was turned down later', () => {
    expect(pointsOf({ a: null }, { a: null }, { '/a': nothing(0.9, 'absent') })).toEqual([
      { probability: 0.9, isRight: true, kind: 'null' },
    ]);
    expect(pointsOf({ a: 'x' }, { a: null }, { '/a': nothing(0.8) })).toEqual([{ probability: 0.8, isRight: false, kind: 'null' }]);
    expect(pointsOf({ a: null }, { a: null }, { '/a': nothing(0.2, 'below_threshold') })).toEqual([]);
  });

  it('need a probability', () => {
    expect(pointsOf({ a: 'x' }, { a: 'x' }, { '/a': value() })).toEqual([]);
    expect(pointsOf({ a: 'x' }, { a: 'x' }, {})).toEqual([]);
  });
});
