import { describe, expect, it } from 'vitest';
import { bestAssignment } from './assignment.js';

/** Tries every assignment; the oracle for small matrices. */
function bestByTrying(weights: readonly (readonly number[])[], row = 0, taken = 0): number {
  if (row === weights.length) return 0;
  let best = bestByTrying(weights, row + 1, taken);
  weights[row]!.forEach((weight, column) => {
    if (!(taken & (1 << column))) best = Math.max(best, weight + bestByTrying(weights, row + 1, taken | (1 << column)));
  });
  return best;
}

/** xorshift32 */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

describe('bestAssignment', () => {
  it('reaches the weight that trying every assignment reaches, on square, wide and tall matrices', () => {
    const seed = 7_919;
    const random = randomFrom(seed);
    for (let round = 0; round < 300; round++) {
      const rows = 1 + Math.floor(random() * 5);
      const columns = 1 + Math.floor(random() * 5);
      const weights = Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.floor(random() * 4)));
      const assigned = bestAssignment(weights);
      const taken = assigned.filter((column) => column >= 0);
      const where = `seed ${seed}, round ${round}`;
      expect(new Set(taken).size, where).toBe(taken.length);
      expect(taken.length, where).toBe(Math.min(rows, columns));
      const reached = assigned.reduce((sum, column, row) => sum + (column < 0 ? 0 : weights[row]![column]!), 0);
      expect(reached, where).toBe(bestByTrying(weights));
    }
  });

  it('leaves every row without a column where there are none', () => {
    expect(bestAssignment([[], []])).toEqual([-1, -1]);
    expect(bestAssignment([])).toEqual([]);
  });
});
