import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { type Growth, measureGrowth } from './growth.js';
import type { MemorySample, WorkerOptions } from './worker.js';

export interface MemoryRun {
  readonly options: WorkerOptions;
  /** from starting each process to its first result */
  readonly startMs: readonly number[];
  /** after load, then every 25 extractions, and after dispose */
  readonly samples: readonly MemorySample[];
}

/** What was promised before it was measured. */
const bars = { startMs: 5_000, rssBytes: 600_000_000, growthBytes: 10 * 2 ** 20 } as const;

const mib = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const failureCount = ({ failures }: MemorySample) => Object.values(failures).reduce((sum, count) => sum + count, 0);
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export const memoryHeader = [
  line(['extractions', 'time', 'CPU time', 'RSS', 'peak RSS', 'heap', 'external', 'failed']),
  line(Array.from({ length: 8 }, () => '---:')),
].join('\n');

export function renderSample(sample: MemorySample): string {
  const { at, extractions, elapsedMs, cpuMs, rssBytes, peakRssBytes, heapUsedBytes, externalBytes } = sample;
  const label = { loaded: 'after load', progress: String(extractions), done: 'after dispose' }[at];
  const sizes = [rssBytes, peakRssBytes, heapUsedBytes, externalBytes].map(mib);
  const times = [elapsedMs, cpuMs].map((ms) => `${(ms / 1000).toFixed(0)} s`);
  return line([label, ...times, ...sizes, String(failureCount(sample))]);
}

export function renderStart(startMs: readonly number[]): string {
  return `From process start to the first result, fresh processes: ${startMs.map(seconds).join(', ')}.`;
}

function describeGrowth(growth: Growth | undefined): string {
  if (!growth) return 'too few extractions to tell';
  const { from, to, bytes } = growth;
  const each = (bytes / 1024 / (to - from)).toFixed(1);
  return `${bytes >= 0 ? '+' : ''}${(bytes / 2 ** 20).toFixed(1)} MiB from extraction ${from} to ${to} (${each} KiB each)`;
}

/** Each promise beside what was measured. */
export function renderBars({ startMs, samples }: MemoryRun): string {
  const growth = measureGrowth(samples);
  const peak = Math.max(...samples.map(({ peakRssBytes }) => peakRssBytes));
  const yesNo = (isMet: boolean) => (isMet ? 'yes' : 'no');
  const rows = [
    [`first result of a fresh process within ${seconds(bars.startMs)}`, seconds(median(startMs)), yesNo(median(startMs) <= bars.startMs)],
    [`RSS never above ${bars.rssBytes / 1e6} MB (${mib(bars.rssBytes)})`, mib(peak), yesNo(peak <= bars.rssBytes)],
    [
      `no growth after the first 50 extractions (less than ${mib(bars.growthBytes)} is noise)`,
      describeGrowth(growth),
      growth ? yesNo(growth.bytes < bars.growthBytes) : 'not measured',
    ],
  ];
  return [line(['promise', 'measured', 'kept']), line(['---', '---:', '---:']), ...rows.map(line)].join('\n');
}

const mixes = {
  short: 'Short receipts, mails, dialogues and forms with schemas never seen before',
  any: 'Receipts, mails, dialogues and forms with schemas never seen before, from one line up to 5,000 characters',
} as const;

/** Writes a file of `bench/results`. */
export function writeResults(run: MemoryRun, name: string): void {
  const { options, startMs, samples } = run;
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const failed = Object.entries(samples.at(-1)?.failures ?? {}).map(([code, count]) => `${code}: ${count}`);
  const manner = options.concurrency === 1 ? 'one after the other' : `${options.concurrency} at once`;
  const text = [
    '# Start and memory',
    '',
    `Node ${process.versions.node}, ${arch()}, ${cpus().length} cores, ${new Date().toISOString()}. Figures hold for one machine and run.`,
    '',
    renderBars(run),
    '',
    renderStart(startMs),
    '',
    `${mixes[options.lengths]}, ${manner}, without a cache; measured after a garbage collection, peaks between:`,
    '',
    memoryHeader,
    ...samples.map(renderSample),
    ...(failed.length > 0 ? ['', `Failed extractions: ${failed.join(', ')}.`] : []),
    '',
  ].join('\n');
  writeFileSync(new URL(`${name}.md`, folder), text);
}
