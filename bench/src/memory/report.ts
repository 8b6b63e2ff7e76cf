import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import type { MemorySample } from './worker.js';

export interface MemoryRun {
  /** from starting each process to its first result */
  readonly startMs: readonly number[];
  /** after load, then every 50 extractions */
  readonly samples: readonly MemorySample[];
  readonly disposed: MemorySample | undefined;
}

const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const failureCount = ({ failures }: MemorySample) => Object.values(failures).reduce((sum, count) => sum + count, 0);

export const memoryHeader = [
  line(['extractions', 'RSS', 'peak RSS', 'heap', 'external', 'failed']),
  line(['---:', '---:', '---:', '---:', '---:', '---:']),
].join('\n');

export function renderSample(sample: MemorySample): string {
  const { at, extractions, rssBytes, peakRssBytes, heapUsedBytes, externalBytes } = sample;
  const label = { loaded: 'after load', progress: String(extractions), done: 'after dispose' }[at];
  return line([label, mib(rssBytes), mib(peakRssBytes), mib(heapUsedBytes), mib(externalBytes), String(failureCount(sample))]);
}

/** What came on top after the first 50 extractions, by when lazily built parts and the allocator's pools have their size. */
export function renderGrowth(samples: readonly MemorySample[]): string {
  const settled = samples[1];
  const last = samples.at(-1);
  if (!settled || !last || last === settled) return 'Too few extractions to tell growth: at least 100 are needed.';
  const grown = (last.rssBytes - settled.rssBytes) / 2 ** 20;
  const extractions = last.extractions - settled.extractions;
  return `RSS from extraction ${settled.extractions} to ${last.extractions}: ${grown >= 0 ? '+' : ''}${grown.toFixed(1)} MiB (${((1024 * grown) / extractions).toFixed(1)} KiB an extraction).`;
}

export function renderStart(startMs: readonly number[]): string {
  return `From process start to the first result, fresh processes: ${startMs.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(', ')}.`;
}

/** Writes `bench/results/memory.md`. */
export function writeResults({ startMs, samples, disposed }: MemoryRun): void {
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const failed = Object.entries(samples.at(-1)?.failures ?? {}).map(([code, count]) => `${code}: ${count}`);
  const text = [
    '# Start and memory',
    '',
    `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores, ${new Date().toISOString()}. Figures hold for one machine and run; what counts is growth.`,
    '',
    renderStart(startMs),
    '',
    'Receipts, mails, dialogues and forms of random length, one after the other, without a cache; measured after a garbage collection:',
    '',
    memoryHeader,
    ...samples.map(renderSample),
    ...(disposed ? [renderSample(disposed)] : []),
    '',
    renderGrowth(samples),
    ...(failed.length > 0 ? ['', `Failed extractions: ${failed.join(', ')}.`] : []),
    '',
  ].join('\n');
  writeFileSync(new URL('memory.md', folder), text);
}
