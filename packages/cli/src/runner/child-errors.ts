import type { ChildProcess } from 'node:child_process';
import { CliError } from '../errors/cli-error.js';
import { isKnownCode } from '../errors/exit-codes.js';
import type { RunFailure } from './messages.js';

const STDERR_TAIL = 2000;

/** @returns gives what a child process has written to stderr last */
export function collectTail(child: ChildProcess): () => string {
  let tail = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    tail = (tail + chunk).slice(-STDERR_TAIL);
  });
  return () => tail.trim();
}

/** The process ended without an answer. */
export function diedError(code: number | null, signal: NodeJS.Signals | null, stderr: string): CliError {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}${signal === 'SIGKILL' ? ' (often: out of memory)' : ''}`;
  return new CliError('extraction_failed', `the runner process ended ${how} without an answer; try: maaza doctor`, {
    details: { exitCode: code, signal, ...(stderr === '' ? {} : { stderr }) },
  });
}

/** An error of the other process. */
export function toCliError(failure: RunFailure): CliError {
  const error = new CliError(isKnownCode(failure.code) ? failure.code : 'internal_error', failure.message, { details: failure.details });
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
