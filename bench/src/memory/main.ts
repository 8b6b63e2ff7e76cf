import { parseArgs } from 'node:util';
import { runFreshProcess } from './fresh-process.js';
import { memoryHeader, renderGrowth, renderSample, renderStart, writeResults } from './report.js';
import { measureStart } from './start.js';
import type { MemorySample } from './worker.js';

const starts = 3;

/** How long a fresh process takes to its first result, and what it holds after load and during `--count` mixed extractions. Measures the built package. */
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
  await runFreshProcess(count, (sample) => {
    if (sample.at === 'done') disposed = sample;
    else samples.push(sample);
    console.log(renderSample(sample));
  });
  console.log(`\n${renderGrowth(samples)}`);
  writeResults({ startMs, samples, disposed });
}
