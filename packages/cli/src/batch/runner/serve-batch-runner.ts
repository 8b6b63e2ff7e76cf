import type { Extractor } from '@maaza/core';
import { toFailure } from '../../runner/failure.js';
import { openRemoteEngine } from '../../runner/remote-engine.js';
import { createLazyEngine } from './lazy-engine.js';
import type { BatchSetup, FromRunner, ToRunner } from './messages.js';
import { RowQueue } from './row-queue.js';

/** The part of `process` that a runner talks through. */
export interface BatchRunnerChannel {
  on(event: 'message', listener: (message: ToRunner) => void): unknown;
  on(event: 'disconnect' | 'SIGINT', listener: () => void): unknown;
  send?(message: FromRunner): boolean;
  exit(code: number): unknown;
}

/** Longer than the command takes to send the next text, much shorter than the model takes to read one. */
const PAUSE_MS = 25;

/** Extracts texts as they arrive, many at once, until the command says that it was the last, or is gone. */
export function serveBatchRunner(channel: BatchRunnerChannel): void {
  const queue = new RowQueue();
  const send = (message: FromRunner) => void channel.send?.(message);
  let opened: Promise<OpenRunner> | undefined;
  // Ctrl-C goes to the whole process group. The command decides what it means, and ends this process.
  channel.on('SIGINT', () => {});
  channel.on('disconnect', () => channel.exit(1));
  channel.on('message', (message) => {
    if ('setup' in message) {
      opened = open(message.setup, send);
      opened.then(({ extractor }) => work(extractor, message.setup, queue, send)).catch((error) => send({ fatal: toFailure(error) }));
    } else if ('end' in message) {
      // The cache wants to be closed, or it leaves files beside its own.
      void Promise.resolve(opened?.then(({ close }) => close())).finally(() => channel.exit(0));
    } else queue.push(message);
  });
}

interface OpenRunner {
  readonly extractor: Extractor;
  readonly close: () => Promise<void>;
}

async function open(setup: BatchSetup, send: (message: FromRunner) => void): Promise<OpenRunner> {
  const { createExtractor } = await import('@maaza/core');
  const cache = setup.cacheFile === undefined ? undefined : await openCache(setup.cacheFile);
  const engine = setup.engine.kind === 'embedded' ? await createLazyEngine() : await openRemoteEngine(setup.engine);
  const extractor = await createExtractor({
    engine,
    cache,
    limits: { maxConcurrency: setup.concurrency },
    onWarning: ({ code, cause }) => send({ warning: `${code}: ${cause instanceof Error ? cause.message : String(cause)}` }),
  });
  const close = async () => {
    await extractor.dispose();
    await cache?.dispose();
    await engine.dispose();
  };
  return { extractor, close };
}

async function openCache(path: string) {
  const { createSqliteCache } = await import('@maaza/core/sqlite');
  return createSqliteCache({ path });
}

async function work(extractor: Extractor, setup: BatchSetup, queue: RowQueue, send: (message: FromRunner) => void): Promise<void> {
  const { schema, concurrency, temperature, seed, timeoutMs } = setup;
  const options = {
    concurrency,
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  // What is wrong with schema or options is wrong for every text: it shows here, with no text at all.
  for await (const _ of extractor.extractMany([], schema, options));
  send({ ready: true });
  for (;;) {
    await queue.waitForRow();
    const taken: number[] = [];
    for await (const { extraction, error } of extractor.extractMany(queue.burst(taken, PAUSE_MS), schema, options)) {
      // Results come in the order of the texts.
      const row = taken.shift()!;
      send(extraction === undefined ? { row, failure: toFailure(error) } : { row, extraction });
    }
  }
}
