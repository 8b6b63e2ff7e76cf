/** A small seeded generator, so that a failing walk can be run again from the seed it prints. */
export interface Random {
  /** an integer, 0 ≤ n < `bound` */
  below(bound: number): number;
  pick<T>(values: readonly T[]): T;
  /** true once in `n` */
  oneIn(n: number): boolean;
}

/** `MAAZA_TEST_SEED` runs other random cases; the default is fixed, so that a red build is red again. */
export const testSeed = Number(process.env.MAAZA_TEST_SEED ?? 20_261_123);

/** Multiplies the number of random cases, for a long run by hand: `MAAZA_TEST_EFFORT=20`. */
export const testEffort = Number(process.env.MAAZA_TEST_EFFORT ?? 1);

/** Mulberry32: 32 bits of state, good enough to spread test cases. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (bound: number) => next() % bound;
  return { below, pick: (values) => values[below(values.length)]!, oneIn: (n) => below(n) === 0 };
}
