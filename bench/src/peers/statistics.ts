import { createRandom } from '../memory/random.js';

/** @returns the value below which a share `q` (0 … 1) of the values lies, between neighbours in proportion; NaN of nothing */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  return low === undefined || high === undefined ? Number.NaN : low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A figure, and where it would lie in 95 of 100 such measurements. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 2_000;

/**
 * A statistic of pairs, and its 95 % interval from drawing the pairs again, with replacement.
 * @see Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979
 */
export function bootstrap<T>(pairs: readonly T[], statistic: (pairs: readonly T[]) => number, seed = 1): Interval {
  const random = createRandom(seed);
  const draws = pairs.length === 0 ? [] : Array.from({ length: RESAMPLES }, () => statistic(pairs.map(() => random.pick(pairs))));
  return { value: statistic(pairs), low: quantile(draws, 0.025), high: quantile(draws, 0.975) };
}

export type Pair = readonly [number, number];

/** How many times larger the median of the first is than that of the second. */
export const ratioOfMedians = (pairs: readonly Pair[]): number => median(pairs.map(([a]) => a)) / median(pairs.map(([, b]) => b));
