import type { PartialExtraction } from '@maaza/core';
import { toFailure } from './failure.js';
import type { RunnerMessage, RunRequest } from './messages.js';
import { performRun } from './perform-run.js';

/** The part of `process` that a runner talks through. */
export interface RunnerChannel {
  once(event: 'message', listener: (request: RunRequest) => void): unknown;
  on(event: 'disconnect' | 'SIGINT', listener: () => void): unknown;
  send?(message: RunnerMessage): boolean;
  exit(code: number): unknown;
}

/** Answers one request and waits to be ended by the command, which does not wait for the model's memory to be given back. */
export function serveRunner(channel: RunnerChannel): void {
  // Ctrl-C goes to the whole process group. The command decides what it means, and ends this process.
  channel.on('SIGINT', () => {});
  // The command is gone: nobody is left to answer.
  channel.on('disconnect', () => channel.exit(1));
  channel.once('message', async (request) => channel.send?.(await answer(request, (part) => channel.send?.({ part }))));
}

async function answer(request: RunRequest, onPart: (part: PartialExtraction) => void): Promise<RunnerMessage> {
  try {
    return { result: await performRun(request, onPart) };
  } catch (error) {
    return { failure: toFailure(error) };
  }
}
