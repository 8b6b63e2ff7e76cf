import { parseArgs } from 'node:util';
import { runFreshProcess } from './fresh-process.js';
import { memoryHeader, renderGrowth, renderSample, renderStart, writeResults } from './report.js';
import type { MemorySample } from './worker.js';

const starts = 3;

/** Time from starting a process to its first result. */
async function measureStart(): Promise<number> {
  const startedAt = performance.now();
  let firstResultMs = Number.NaN;
  await runFreshProcess(['start'], ({ at }) => {
    if (at === 'first-result') firstResultMs = performance.now() - startedAt;
  });
  return firstResultMs;
}

/** How long a fresh process takes to its first result, and what it holds after load and during `--count` mixed extractions. */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { count: { type: 'string', default: '300' } } });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1) {
    console.error('--count is a number of extractions.');
    process.exitCode = 2;
    return;
  }

  const startMs: number[] = [];
  for (let at = 0; at < starts; at++) startMs.push(await measureStart());
  console.log(`${renderStart(startMs)}\n\n${memoryHeader}`);

  const samples: MemorySample[] = [];
  let disposed: MemorySample | undefined;
  await runFreshProcess(['extract', String(count)], (message) => {
    if (message.at === 'first-result') return;
    if (message.at === 'done') disposed = message;
    else samples.push(message);
    console.log(renderSample(message, message.at === 'progress' ? undefined : message.at));
  });
  console.log(`\n${renderGrowth(samples)}`);
  writeResults({ startMs, samples, disposed });
}
