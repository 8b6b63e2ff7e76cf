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

interface ReaderThread {
  readonly worker: Worker;
  readonly heapMegabytes: number;
}

/** Threads without a task. They keep what they have loaded, and do not keep the process alive. */
const idle = new Set<ReaderThread>();
const MOST_IDLE = 2;

function takeThread(heapMegabytes: number): ReaderThread {
  const waiting = [...idle].find((candidate) => candidate.heapMegabytes === heapMegabytes);
  if (waiting) {
    idle.delete(waiting);
    waiting.worker.ref();
    return waiting;
  }
  const worker = new Worker(workerUrl, {
    // What a parser prints is of no use to whoever reads the output of this process.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: YOUNG_MEGABYTES },
  });
  const thread = { worker, heapMegabytes };
  // One that dies without a task is nobody's error; without a listener it would be the process's.
  worker.on('error', () => idle.delete(thread));
  worker.on('exit', () => idle.delete(thread));
  return thread;
}

function giveBack(thread: ReaderThread): void {
  thread.worker.unref();
  if (idle.size < MOST_IDLE) idle.add(thread);
  else void thread.worker.terminate();
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

/** Sends a task to a thread and waits for its answer, its death or the abort; leaves no listener behind. */
function perform(worker: Worker, task: ReadTask, signal: AbortSignal): Promise<ReadOutcome> {
  return new Promise((resolve, reject) => {
    const release = () => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
    };
    const settle = (action: () => void) => {
      release();
      action();
    };
    const onMessage = (outcome: ReadOutcome) => settle(() => resolve(outcome));
    const onError = (cause: unknown) => settle(() => reject(explainDeath(cause, task.settings.limits)));
    const onExit = (code: number) => settle(() => reject(unreadable('broken', `made its reader end with exit code ${code}`)));
    const onAbort = () => settle(() => reject(signal.reason));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    worker.postMessage(task);
  });
}

/** Reads a document on a thread of its own, which is ended where the signal aborts or the memory runs out. */
export async function readInWorker(
  bytes: Uint8Array,
  identity: Identity,
  settings: ReadSettings,
  signal: AbortSignal,
): Promise<DocumentDraft> {
  signal.throwIfAborted();
  const thread = takeThread(settings.limits.maxHeapMegabytes);
  let outcome: ReadOutcome;
  try {
    outcome = await perform(thread.worker, { bytes, identity, settings }, signal);
  } catch (error) {
    void thread.worker.terminate();
    throw error;
  }
  giveBack(thread);
  if ('error' in outcome) throw reviveError(outcome.error);
  return outcome.draft;
}
