import { createRandom } from './random.js';

export interface BootstrapOptions {
  /** @default 1000 */
  readonly resamples?: number;
  /** @default 1 */
  readonly seed?: number;
}

/** Bounds of a 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const bootstrapDefaults = Object.freeze({ resamples: 1000, seed: 1 });

/**
 * 95 % intervals of figures of a set: items are drawn with replacement as many times as there are items, and the middle 95 % of what the
 * figures then are is the interval (percentile method). Items are drawn whole, because leaves of one item fail together.
 * @param figuresOf - the figures of a set of items; one that is undefined in a resample is left out there
 * @see Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13
 */
export function bootstrapIntervals<T, K extends string>(
  items: readonly T[],
  figuresOf: (sample: readonly T[]) => Readonly<Record<K, number | undefined>>,
  options: BootstrapOptions = {},
): Partial<Record<K, Interval>> {
  const { resamples, seed } = { ...bootstrapDefaults, ...options };
  if (items.length === 0) return {};
  const random = createRandom(seed);
  const drawn = new Map<K, number[]>();
  for (let round = 0; round < resamples; round++) {
    const sample = items.map(() => items[Math.floor(random() * items.length)]!);
    for (const [name, figure] of Object.entries(figuresOf(sample)) as [K, number | undefined][]) {
      if (figure === undefined) continue;
      const figures = drawn.get(name);
      if (figures) figures.push(figure);
      else drawn.set(name, [figure]);
    }
  }
  const intervals: Partial<Record<K, Interval>> = {};
  for (const [name, figures] of drawn) {
    figures.sort((a, b) => a - b);
    intervals[name] = { low: quantile(figures, 0.025), high: quantile(figures, 0.975) };
  }
  return intervals;
}

/** @param sorted - ascending, not empty */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
