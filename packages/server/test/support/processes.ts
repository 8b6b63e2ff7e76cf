import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./server-process.mjs', import.meta.url));
const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** what it wrote to stderr */
  errors(): string;
}

/** A whole server in a process of its own; needs the built packages. */
export async function startProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  if (!existsSync(built)) throw new Error(`${built} is missing: run "npm run build" before these tests`);
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', MAAZA_LOG_LEVEL: 'error', MAAZA_ADDRESS_RATE_LIMIT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const exited = new Promise<Awaited<ServerProcess['exited']>>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  );
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      const found = /listening on (\S+)/.exec(String(chunk));
      if (found) resolve(found[1]!);
    });
    void exited.then(({ code, signal }) => reject(new Error(`the server ended with ${code ?? signal}: ${stderr}`)));
  });
  return { url, child, exited, errors: () => stderr };
}

export async function endProcesses(processes: readonly ServerProcess[]): Promise<void> {
  for (const { child } of processes) child.kill('SIGKILL');
  await Promise.all(processes.map(({ exited }) => exited));
}
