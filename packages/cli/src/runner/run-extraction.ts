import { fork } from 'node:child_process';
import type { PartialExtraction } from '@maaza/core';
import type { CliContext } from '../context.js';
import { abortedError, CliError } from '../errors/cli-error.js';
import { collectTail, diedError, toCliError } from './child-errors.js';
import { RUNNER_ARGUMENT, type RunnerMessage, type RunRequest, type RunResult } from './messages.js';

interface RunOptions {
  /** the run is ended after this long, loading included. @default no limit */
  readonly timeoutMs?: number;
  /** told what is final before the whole is, where the request asks for it */
  readonly onPart?: (part: PartialExtraction) => void;
}

/**
 * Extracts in a process of its own. The runtime's native call holds the thread that it is made on, and a thread in a native call cannot be
 * ended: `process.exit` waits for it. A process can be, so Ctrl-C and `--timeout` work at once, the spinner turns, and a crash of
 * the runtime becomes an error message. The price is one more start of Node.js.
 * @throws {CliError} with the code of the library's error; `aborted`, `timeout`; `extraction_failed` where the process dies
 */
export function runExtraction(
  request: RunRequest,
  { entryFile, env, signal }: Pick<CliContext, 'entryFile' | 'env' | 'signal'>,
  { timeoutMs, onPart }: RunOptions = {},
): Promise<RunResult> {
  if (signal.aborted) return Promise.reject(abortedError());
  // Its stdout is closed: whatever a library prints there must not mix with the data.
  const child = fork(entryFile, [RUNNER_ARGUMENT], { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const stderr = collectTail(child);
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const run = new Promise<RunResult>((resolve, reject) => {
    onAbort = () => reject(abortedError());
    signal.addEventListener('abort', onAbort, { once: true });
    if (timeoutMs !== undefined) timer = setTimeout(() => reject(timeoutError(timeoutMs)), timeoutMs);
    child.on('message', (message: RunnerMessage) => {
      if ('part' in message) onPart?.(message.part);
      else if ('result' in message) resolve(message.result);
      else reject(toCliError(message.failure));
    });
    child.once('error', (cause) =>
      reject(new CliError('extraction_failed', `the runner process does not start: ${cause.message}`, { cause })),
    );
    child.once('exit', (code, exitSignal) => reject(diedError(code, exitSignal, stderr())));
    child.send(request, (error) => error && reject(diedError(child.exitCode, child.signalCode, stderr())));
  });
  return run.finally(() => {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
  });
}

const timeoutError = (timeoutMs: number) =>
  new CliError('timeout', `no result within ${timeoutMs / 1000} s; raise --timeout or shorten the text`, { details: { timeoutMs } });
