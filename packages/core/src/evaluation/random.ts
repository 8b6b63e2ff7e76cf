/** A stream of numbers from 0 (inclusive) to 1 (exclusive): the same for the same seed, everywhere. */
export type Random = () => number;

/** Mulberry32 by Tommy Ettinger: 32 bits of state, a full period, good enough to draw samples with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` of the items, each at most once, in their own order. All of them where there are not more. */
export function sampleItems<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = createRandom(seed);
  const indices = [...items.keys()];
  const size = Math.min(count, items.length);
  // Fisher-Yates, as far as needed.
  for (let at = 0; at < size; at++) {
    const other = at + Math.floor(random() * (indices.length - at));
    [indices[at], indices[other]] = [indices[other]!, indices[at]!];
  }
  return indices
    .slice(0, size)
    .sort((a, b) => a - b)
    .map((index) => items[index]!);
}
