import { describe, expect, it } from 'vitest';
import { type Example, fitLogisticRegression, predict } from './logistic-regression.js';

/** The same numbers on every run: a linear congruential generator. */
function createNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('logistic regression', () => {
  it('finds the weights that drew the data', () => {
    const next = createNumbers(7);
    const drawn = { intercept: -0.5, weights: [2, -1, 0] };
    const examples: Example[] = Array.from({ length: 20_000 }, () => {
      const features = [next() * 2 - 1, next() * 6 - 3, next() * 100];
      return { features, isRight: next() < predict(drawn, features) };
    });
    const fitted = fitLogisticRegression(examples, 1);
    expect(fitted.intercept).toBeCloseTo(drawn.intercept, 0);
    fitted.weights.forEach((weight, i) => {
      expect(Math.abs(weight - drawn.weights[i]!)).toBeLessThan(0.1);
    });
  });

  it('predicts on average the share that was right', () => {
    const next = createNumbers(3);
    const examples = Array.from({ length: 300 }, () => ({ features: [next(), next()], isRight: next() < 0.3 }));
    const model = fitLogisticRegression(examples, 5);
    const mean = examples.reduce((sum, { features }) => sum + predict(model, features), 0) / examples.length;
    expect(mean).toBeCloseTo(examples.filter(({ isRight }) => isRight).length / examples.length, 4);
  });

  it('stays finite where the data can be separated, and gives a feature that never changes no weight', () => {
    const examples = Array.from({ length: 40 }, (_, i) => ({ features: [i, 1], isRight: i >= 20 }));
    const { weights } = fitLogisticRegression(examples, 1);
    expect(weights[0]).toBeGreaterThan(0);
    expect(weights[0]).toBeLessThan(10);
    expect(weights[1]).toBe(0);
  });
});
