import { describe, expect, it } from 'vitest';
import { isCalibration, noCalibration } from './calibration.js';
import { isLeafModel, type LeafFeatures, leafFeatures, weigh } from './leaf-model.js';

const features = (some: Partial<LeafFeatures>): LeafFeatures => ({
  ...(Object.fromEntries(leafFeatures.map((feature) => [feature, 0])) as LeafFeatures),
  ...some,
});

describe('a leaf model', () => {
  it('is a sum of log-odds', () => {
    const model = { intercept: 0.5, weights: { first: 2, repeats: -1 } };
    expect(weigh(model, features({}))).toBeCloseTo(1 / (1 + Math.exp(-0.5)), 10);
    expect(weigh(model, features({ first: 1, repeats: 3, lowest: 99 }))).toBeCloseTo(1 / (1 + Math.exp(0.5)), 10);
  });

  const whole = { values: { intercept: 1, weights: { copied: 0.5 } }, nulls: { intercept: -1, weights: {} } };

  it('is a part of a calibration that may be missing', () => {
    expect(isCalibration({ ...noCalibration, model: JSON.parse(JSON.stringify(whole)) })).toBe(true);
    expect(isCalibration(noCalibration)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['one without nulls', { values: whole.values }],
    ['one with a feature of another version', { ...whole, values: { intercept: 0, weights: { mood: 1 } } }],
    ['one with a weight that is no number', { ...whole, nulls: { intercept: 0, weights: { first: null } } }],
    ['one without an intercept', { ...whole, nulls: { weights: {} } }],
  ])('is not %s', (_, model) => {
    expect(isLeafModel(model)).toBe(false);
    if (model !== undefined) expect(isCalibration({ ...noCalibration, model })).toBe(false);
  });
});
