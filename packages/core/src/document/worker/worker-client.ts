import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AbortedError, DependencyError, DocumentError, type ErrorCode, MaazaError } from '../../errors/index.js';
import type { DocumentDraft } from '../document-builder.js';
import type { Identity } from '../identify.js';
import type { ReadSettings } from '../options.js';
import { unreadable } from '../unreadable.js';
import type { PlainError, ReadOutcome, ReadTask } from './messages.js';

/** Beside every file of the built package. */
const workerUrl = new URL('./document-worker.js', import.meta.url);

/** False where the package was bundled without its worker, or runs from its sources: then the calling thread reads. */
let isWorkerThere: boolean | undefined;
export function canReadInWorker(): boolean {
  isWorkerThere ??= workerUrl.protocol === 'file:' && existsSync(fileURLToPath(workerUrl));
  return isWorkerThere;
}

const families: Partial<Record<ErrorCode, new (...args: ConstructorParameters<typeof MaazaError>) => MaazaError>> = {
  unreadable_document: DocumentError,
  dependency_not_installed: DependencyError,
  aborted: AbortedError,
  timeout: AbortedError,
};

/** The error that plain data stands for; an error stays as it is. */
export function reviveError(error: unknown): Error {
  if (error instanceof Error) return error;
  const { code, message, details } = error as PlainError;
  if (code === undefined) return unreadable('broken', `cannot be read: ${message}`);
  const Family = families[code as ErrorCode] ?? MaazaError;
  return new Family(code as ErrorCode, message, { details });
}

/** Megabytes of young objects; without a word Node.js takes more than some small limits leave. */
const YOUNG_MEGABYTES = 32;

interface IdleWorker {
  readonly worker: Worker;
  readonly heapMegabytes: number;
}

/** Threads without a task. They keep what they have loaded, and do not keep the process alive. */
const idle: IdleWorker[] = [];
const MOST_IDLE = 2;

function takeWorker(heapMegabytes: number): Worker {
  const index = idle.findIndex((candidate) => candidate.heapMegabytes === heapMegabytes);
  if (index >= 0) return idle.splice(index, 1)[0]!.worker;
  return new Worker(workerUrl, {
    // What a parser prints is of no use to whoever reads the output of this process.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
}

function giveBack(worker: Worker, heapMegabytes: number): void {
  worker.removeAllListeners();
  worker.unref();
  if (idle.length >= MOST_IDLE) return void worker.terminate();
  idle.push({ worker, heapMegabytes });
  worker.on('error', () => {});
  worker.once('exit', () => {
    const index = idle.findIndex((candidate) => candidate.worker === worker);
    if (index >= 0) idle.splice(index, 1);
  });
}

function explainDeath(cause: unknown, { maxHeapMegabytes }: ReadSettings['limits']): Error {
  if ((cause as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
    return unreadable(
      'over_limit',
      `takes more memory to read than limits.maxHeapMegabytes allows (${maxHeapMegabytes})`,
      { limit: 'maxHeapMegabytes', allowed: maxHeapMegabytes },
      cause,
    );
  return unreadable('broken', `made its reader fail: ${(cause as Error).message}`, {}, cause);
}

/** Reads a document on a thread of its own, which is ended where the signal aborts or the memory runs out. */
export async function readInWorker(
  bytes: Uint8Array,
  identity: Identity,
  settings: ReadSettings,
  signal: AbortSignal,
): Promise<DocumentDraft> {
  const { limits } = settings;
  const worker = takeWorker(limits.maxHeapMegabytes);
  worker.ref();
  let onAbort: (() => void) | undefined;
  try {
    const outcome = await new Promise<ReadOutcome>((resolve, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.once('message', resolve);
      worker.once('error', (cause) => reject(explainDeath(cause, limits)));
      worker.once('exit', (code) => reject(unreadable('broken', `made its reader end with exit code ${code}`)));
      worker.postMessage({ bytes, identity, settings } satisfies ReadTask);
    });
    giveBack(worker, limits.maxHeapMegabytes);
    if ('error' in outcome) throw reviveError(outcome.error);
    return outcome.draft;
  } catch (error) {
    if (!idle.some((candidate) => candidate.worker === worker)) void worker.terminate();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort!);
  }
}
