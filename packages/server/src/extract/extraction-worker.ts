import { parentPort, workerData } from 'node:worker_threads';
import { createExtractor, type Extractor, MaazaError } from '@maaza/core';
import { runJob } from './run-job.js';
import type { FromWorker, ToWorker, WorkerFailure, WorkerSettings } from './worker-messages.js';

/** The entry of a worker thread: one extractor, loaded once. All of core's work, compiling and validating too, happens here. */

const port = parentPort!;
const send = (message: FromWorker) => port.postMessage(message);

function toFailure(error: unknown): WorkerFailure {
  const message = error instanceof Error ? error.message : String(error);
  return MaazaError.isInstance(error)
    ? { code: error.code, message, details: JSON.parse(JSON.stringify(error.details)) }
    : { code: 'extraction_failed', message, details: {} };
}

async function openExtractor({ cache, modelThreads }: WorkerSettings): Promise<Extractor> {
  const embedded = modelThreads === undefined ? {} : { threads: modelThreads };
  if (cache === 'memory') return createExtractor({ embedded });
  if (cache === 'off') return createExtractor({ embedded, cache: false });
  const { createRedisCache } = await import('@maaza/core/redis');
  return createExtractor({ embedded, cache: await createRedisCache({ url: cache.redisUrl }) });
}

async function serve(extractor: Extractor): Promise<void> {
  const running = new Map<number, AbortController>();
  const work = async (message: Extract<ToWorker, { id: number; kind: 'extract' | 'check' }>) => {
    const abort = new AbortController();
    running.set(message.id, abort);
    try {
      const result =
        message.kind === 'check' ? await extractor.checkSchema(message.schema) : await runJob(extractor, message.job, abort.signal);
      send({ kind: 'done', id: message.id, result });
    } catch (error) {
      send({ kind: 'failed', id: message.id, failure: toFailure(error) });
    } finally {
      running.delete(message.id);
    }
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'abort') running.get(message.id)?.abort();
    else if (message.kind === 'stop') void extractor.dispose().finally(() => port.close());
    else void work(message);
  });
  send({ kind: 'ready', modelId: extractor.modelId });
}

try {
  await serve(await openExtractor(workerData as WorkerSettings));
} catch (error) {
  send({ kind: 'broken', failure: toFailure(error) });
  port.close();
}
