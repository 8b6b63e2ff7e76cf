import { expect, it } from 'vitest';
import { type MemoryRun, renderBars } from './report.js';
import type { MemorySample } from './worker.js';

const MIB = 2 ** 20;

const sample = (extractions: number, rss: number, peak = rss): MemorySample => ({
  at: 'progress',
  extractions,
  elapsedMs: 0,
  cpuMs: 0,
  rssBytes: rss * MIB,
  heapUsedBytes: 0,
  externalBytes: 0,
  peakRssBytes: peak * MIB,
  failures: {},
});

const run = (startMs: readonly number[], samples: readonly MemorySample[]): MemoryRun => ({
  options: { count: 100, lengths: 'short', concurrency: 1 },
  startMs,
  samples,
});

const kept = (text: string) =>
  text
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').at(-2)!.trim());

it('says of each promise whether it was kept', () => {
  const good = run([4_000, 9_000, 3_000], [sample(50, 500), sample(75, 505), sample(100, 502)]);
  expect(kept(renderBars(good))).toEqual(['yes', 'yes', 'yes']);
  const bad = run([6_000, 7_000, 1_000], [sample(50, 500), sample(75, 550, 710), sample(100, 600, 710)]);
  expect(kept(renderBars(bad))).toEqual(['no', 'no', 'no']);
});

it('does not call memory flat that was not watched for long enough', () => {
  expect(kept(renderBars(run([1_000], [sample(25, 500), sample(50, 500)])))).toEqual(['yes', 'yes', 'not measured']);
});
