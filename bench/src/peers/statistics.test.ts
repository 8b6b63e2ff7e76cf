import { expect, it } from 'vitest';
import { bootstrap, mean, median, type Pair, quantile, ratioOfMedians } from './statistics.js';

it('takes quantiles between neighbours in proportion, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([10, 20, 30, 40, 50], 0.95)).toBeCloseTo(48);
  expect(quantile([7], 0.95)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
  expect(mean([1, 2, 6])).toBe(3);
});

it('compares medians, not the means that one slow run moves', () => {
  const pairs: Pair[] = [
    [2, 1],
    [4, 2],
    [900, 3],
  ];
  expect(ratioOfMedians(pairs)).toBe(2);
});

it('gives an interval around the figure that narrows with more pairs, and is the same each time', () => {
  const pairs = (count: number) => Array.from({ length: count }, (_, at): Pair => [20 + (at % 7), 10 + (at % 5)]);
  const few = bootstrap(pairs(10), ratioOfMedians);
  const many = bootstrap(pairs(400), ratioOfMedians);
  for (const { value, low, high } of [few, many]) {
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeGreaterThanOrEqual(value);
  }
  expect(many.high - many.low).toBeLessThan(few.high - few.low);
  expect(bootstrap(pairs(10), ratioOfMedians)).toEqual(few);
});
