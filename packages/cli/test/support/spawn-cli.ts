import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { builtEntryFile } from './run-in-process.js';

interface SpawnOutcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface SpawnOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Record<string, string>;
}

/** Fails with a sentence instead of a stack of module errors where nothing was built. */
export function assertBuilt(): void {
  const dist = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  if (!existsSync(dist)) throw new Error(`${dist} is missing: run "npm run build" before these tests`);
}

/** Starts the built program as a user would. */
export function startCli(argv: readonly string[], { env = {} }: SpawnOptions = {}): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [builtEntryFile, ...argv], { env: { ...process.env, ...env } });
}

/** Runs the built program to its end. */
export function spawnCli(argv: readonly string[], options: SpawnOptions = {}): Promise<SpawnOutcome> {
  const child = startCli(argv, options);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return outcomeOf(child);
}

export function outcomeOf(child: ChildProcessWithoutNullStreams): Promise<SpawnOutcome> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Processes that a process has started and that are alive (Linux). */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** Waits until a command has started its runner (Linux), and gives the process id of it. */
export async function runnerOf(command: { readonly pid?: number }): Promise<number> {
  for (;;) {
    const [runner] = childrenOf(command.pid!);
    if (runner !== undefined) return runner;
    await sleep(20);
  }
}

/** Waits until a process (of Linux) is gone; one that nobody has reaped yet counts as gone. */
export async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 50) {
    if (!existsSync(`/proc/${pid}/stat`) || / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return true;
    await sleep(50);
  }
  return false;
}
