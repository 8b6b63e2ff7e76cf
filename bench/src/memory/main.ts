import { parseArgs } from 'node:util';
import { runFreshProcess } from './fresh-process.js';
import { memoryHeader, renderBars, renderSample, renderStart, writeResults } from './report.js';
import { measureStart } from './start.js';
import type { MemorySample, WorkerOptions } from './worker.js';

const starts = 3;

const options = {
  count: { type: 'string', default: '300' },
  lengths: { type: 'string', default: 'short' },
  concurrency: { type: 'string', default: '1' },
} as const;

/** @returns undefined where an option is wrong */
function readOptions(args: readonly string[]): WorkerOptions | undefined {
  const { values } = parseArgs({ args: [...args], options });
  const { lengths } = values;
  const [count, concurrency] = [Number(values.count), Number(values.concurrency)];
  if (lengths !== 'short' && lengths !== 'any') return undefined;
  return Number.isInteger(count) && count >= 1 && Number.isInteger(concurrency) && concurrency >= 1
    ? { count, lengths, concurrency }
    : undefined;
}

/**
 * How long a fresh process takes to its first result, and what it holds during `--count` mixed extractions and after them. Measures the built
 * package. `--lengths any`: texts of all lengths up to most of the model's window, as in `--count 5000 --lengths any`. `--concurrency <n>`:
 * extractions at once.
 */
export async function run(args: readonly string[]): Promise<void> {
  const workerOptions = readOptions(args);
  if (!workerOptions) {
    console.error('--count and --concurrency are whole numbers from 1 on, --lengths is short or any.');
    process.exitCode = 2;
    return;
  }

  const startMs: number[] = [];
  for (let at = 0; at < starts; at++) startMs.push(await measureStart());
  console.log(`${renderStart(startMs)}\n\n${memoryHeader}`);

  const samples: MemorySample[] = [];
  await runFreshProcess(workerOptions, (sample) => {
    samples.push(sample);
    console.log(renderSample(sample));
  });
  const memoryRun = { options: workerOptions, startMs, samples };
  console.log(`\n${renderBars(memoryRun)}`);
  const isUsual = workerOptions.lengths === 'short' && workerOptions.concurrency === 1;
  writeResults(memoryRun, isUsual ? 'memory' : `memory-${workerOptions.lengths}-${workerOptions.concurrency}`);
}
