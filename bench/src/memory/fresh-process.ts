import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MemorySample, WorkerOptions } from './worker.js';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Runs the worker in a process of its own and passes on what it tells. It uses the built package, as a user's process does: the TypeScript
 * settings without paths leave `@maaza/core` to Node's own resolution.
 * @throws {Error} where it does not end with exit code 0
 */
export async function runFreshProcess(options: WorkerOptions, onSample: (sample: MemorySample) => void): Promise<void> {
  const env = { ...process.env, TSX_TSCONFIG_PATH: fileURLToPath(new URL('../../../tsconfig.base.json', import.meta.url)) };
  const child = fork(worker, [JSON.stringify(options)], { env, execArgv: [...process.execArgv, '--expose-gc'] });
  child.on('message', (message) => onSample(message as MemorySample));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`the measured process ended with exit code ${exitCode}`);
}
