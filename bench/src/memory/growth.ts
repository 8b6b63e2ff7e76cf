import type { MemorySample } from './worker.js';

/** How memory went after the first extractions, by when lazily built parts and the allocator's pools have their size. */
export interface Growth {
  readonly from: number;
  readonly to: number;
  /** of the straight line through the samples, over the whole stretch; one sample alone may be off by what the allocator has not given back */
  readonly bytes: number;
}

const SETTLED_AFTER = 50;
const LEAST_SAMPLES = 3;

/** @returns undefined with too few samples after the first 50 extractions */
export function measureGrowth(samples: readonly MemorySample[]): Growth | undefined {
  const settled = samples.filter(({ at, extractions }) => at === 'progress' && extractions >= SETTLED_AFTER);
  if (settled.length < LEAST_SAMPLES) return undefined;
  const [from, to] = [settled[0]!.extractions, settled.at(-1)!.extractions];
  const mean = (read: (sample: MemorySample) => number) => settled.reduce((sum, sample) => sum + read(sample), 0) / settled.length;
  const [meanX, meanY] = [mean(({ extractions }) => extractions), mean(({ rssBytes }) => rssBytes)];
  const covariance = mean(({ extractions, rssBytes }) => (extractions - meanX) * (rssBytes - meanY));
  const variance = mean(({ extractions }) => (extractions - meanX) ** 2);
  return { from, to, bytes: (covariance / variance) * (to - from) };
}
