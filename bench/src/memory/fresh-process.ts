import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkerMessage } from './worker.js';

const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));

/**
 * Runs the worker in a process of its own and passes on what it tells.
 * @throws {Error} where it does not end with exit code 0
 */
export async function runFreshProcess(args: readonly string[], onMessage: (message: WorkerMessage) => void): Promise<void> {
  const child = fork(worker, args, { execArgv: [...process.execArgv, '--expose-gc'] });
  child.on('message', (message) => onMessage(message as WorkerMessage));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (exitCode !== 0) throw new Error(`the measured process ended with exit code ${exitCode}`);
}
