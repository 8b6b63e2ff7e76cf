import { expect, it } from 'vitest';
import { measureGrowth } from './growth.js';
import type { MemorySample } from './worker.js';

const MIB = 2 ** 20;

const sample = (extractions: number, mebibytes: number): MemorySample => ({
  at: 'progress',
  extractions,
  elapsedMs: 0,
  cpuMs: 0,
  rssBytes: mebibytes * MIB,
  heapUsedBytes: 0,
  externalBytes: 0,
  peakRssBytes: 0,
  failures: {},
});

it('leaves out the first extractions, in which everything is built', () => {
  const flat = [sample(25, 100), sample(50, 400), sample(75, 400), sample(100, 400)];
  expect(measureGrowth(flat)).toEqual({ from: 50, to: 100, bytes: 0 });
});

it('sees a leak through the noise of single samples', () => {
  const noise = [5, -5, 4, -4, 5, -5, 4, -4];
  const leaking = noise.map((off, at) => sample(50 + 25 * at, 400 + 10 * at + off));
  const still = noise.map((off, at) => sample(50 + 25 * at, 400 + off));
  expect(measureGrowth(leaking)!.bytes / MIB).toBeGreaterThan(60);
  expect(Math.abs(measureGrowth(still)!.bytes / MIB)).toBeLessThan(5);
});

it('tells nothing from too few samples', () => {
  expect(measureGrowth([sample(50, 400), sample(75, 500)])).toBeUndefined();
});
