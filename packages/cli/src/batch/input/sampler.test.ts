import { describe, expect, it } from 'vitest';
import { createSampler } from './sampler.js';

const pick = (count: number, total: number, seed: number) => {
  const isPicked = createSampler(count, total, seed);
  return Array.from({ length: total }, (_, row) => row).filter(() => isPicked());
};

describe('createSampler', () => {
  it('picks exactly so many rows, or all where there are no more', () => {
    for (const [count, total] of [
      [0, 10],
      [1, 1],
      [5, 1000],
      [999, 1000],
      [50, 20],
    ] as const)
      for (let seed = 0; seed < 20; seed++) expect(pick(count, total, seed)).toHaveLength(Math.min(count, total));
  });

  it('picks the same rows for the same seed, others for another', () => {
    expect(pick(10, 1000, 7)).toEqual(pick(10, 1000, 7));
    expect(pick(10, 1000, 7)).not.toEqual(pick(10, 1000, 8));
  });

  it('gives each row the same chance', () => {
    const times = new Array<number>(20).fill(0);
    const seeds = 4000;
    for (let seed = 0; seed < seeds; seed++) for (const row of pick(5, 20, seed)) times[row]!++;
    // A quarter each: 1000, with a standard deviation of 27.
    for (const count of times) expect(Math.abs(count - seeds / 4)).toBeLessThan(150);
  });
});
