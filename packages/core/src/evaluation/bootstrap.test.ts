import { describe, expect, it } from 'vitest';
import { bootstrapIntervals, quantile } from './bootstrap.js';
import { createRandom, sampleItems } from './random.js';

const share = (sample: readonly boolean[]) => ({ share: sample.filter(Boolean).length / sample.length });

describe('bootstrapIntervals', () => {
  it('is the same for the same seed, and another one for another', () => {
    const items = Array.from({ length: 60 }, (_, at) => at % 3 === 0);
    const run = (seed: number) => bootstrapIntervals(items, share, { seed, resamples: 300 }).share;
    expect(run(4)).toEqual(run(4));
    expect(run(4)).not.toEqual(run(5));
  });

  it('holds the true share in about 95 of 100 sets', () => {
    const random = createRandom(11);
    let holds = 0;
    for (let set = 0; set < 200; set++) {
      const items = Array.from({ length: 100 }, () => random() < 0.4);
      const { low, high } = bootstrapIntervals(items, share, { seed: set, resamples: 200 }).share!;
      if (low <= 0.4 && 0.4 <= high) holds++;
    }
    // Binomial with 200 tries and 0.95: outside of this with a probability below 0.001.
    expect(holds).toBeGreaterThanOrEqual(178);
    expect(holds).toBeLessThanOrEqual(199);
  });

  it('leaves out what a resample cannot say, and says nothing about no items', () => {
    expect(bootstrapIntervals([1, 2], () => ({ never: undefined as number | undefined }), { resamples: 10 })).toEqual({});
    expect(bootstrapIntervals([], share)).toEqual({});
  });
});

describe('quantile', () => {
  it('lies between neighbours', () => {
    expect(quantile([0, 1, 2, 3], 0.5)).toBe(1.5);
    expect(quantile([7], 0.975)).toBe(7);
  });
});

describe('sampleItems', () => {
  const items = Array.from({ length: 100 }, (_, at) => at);

  it('draws each at most once, in order, the same for the same seed', () => {
    const sample = sampleItems(items, 30, 7);
    expect(new Set(sample).size).toBe(30);
    expect([...sample].sort((a, b) => a - b)).toEqual(sample);
    expect(sampleItems(items, 30, 7)).toEqual(sample);
    expect(sampleItems(items, 30, 8)).not.toEqual(sample);
  });

  it('draws every item about equally often', () => {
    const counts = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 3000; seed++) for (const item of sampleItems(items.slice(0, 10), 3, seed)) counts[item]!++;
    // 900 each, with a standard deviation of 25.
    for (const count of counts) expect(Math.abs(count - 900)).toBeLessThan(110);
  });

  it('is everything where more are asked for', () => {
    expect(sampleItems(items, 1000, 1)).toEqual(items);
  });
});
