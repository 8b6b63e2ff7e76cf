/** A repeatable source of numbers, so that two runs extract the same texts. */
export interface Random {
  /** an integer from `low` to `high`, both included */
  integer(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
}

/** xorshift32 (Marsaglia, 2003); `seed` is a 32-bit integer and not 0. */
export function createRandom(seed: number): Random {
  let state = seed;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  return {
    integer: (low, high) => low + below(high - low + 1),
    pick: (items) => items[below(items.length)]!,
  };
}
