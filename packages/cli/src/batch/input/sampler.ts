/** splitmix32 (after Steele, Lea and Flood, "Fast splittable pseudorandom number generators"): numbers from 0 to below 1. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * Picks `count` of `total` rows, each with the same chance, in one pass and without remembering any (selection sampling: Knuth, The Art of
 * Computer Programming, volume 2, section 3.4.2, algorithm S). Same seed, same rows.
 * @returns to be called once for each row, in order
 */
export function createSampler(count: number, total: number, seed: number): () => boolean {
  const random = createRandom(seed);
  let wanted = Math.min(count, total);
  let left = total;
  return () => {
    const isPicked = left > 0 && random() * left < wanted;
    left--;
    if (isPicked) wanted--;
    return isPicked;
  };
}
