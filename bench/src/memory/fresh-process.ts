import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { MemorySample, WorkerOptions } from './worker.js';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
/** Where Node finds the packages of this repository, and Git looks for nothing. */
const bundles = fileURLToPath(new URL('../../../node_modules/.cache/', import.meta.url));

/**
 * Runs the worker in a process of its own and passes on what it tells. It is plain JavaScript on the built package, as in a user's process: what
 * runs TypeScript takes some 25 MB itself.
 * @throws {Error} where it does not end with exit code 0
 */
export async function runFreshProcess(options: WorkerOptions, onSample: (sample: MemorySample) => void): Promise<void> {
  await mkdir(bundles, { recursive: true });
  const folder = await mkdtemp(join(bundles, 'maaza-bench-'));
  try {
    const outfile = join(folder, 'worker.mjs');
    await build({ entryPoints: [worker], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
    await runBundle(outfile, options, onSample);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runBundle(file: string, options: WorkerOptions, onSample: (sample: MemorySample) => void): Promise<void> {
  const child = fork(file, [JSON.stringify(options)], { execArgv: ['--expose-gc'] });
  child.on('message', (message) => onSample(message as MemorySample));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`the measured process ended with exit code ${exitCode}`);
}
