import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AbortedError, DependencyError, DocumentError, type ErrorCode, MaazaError } from '../../errors/index.js';
import type { DocumentLimits } from '../limits.js';
import { unreadable } from '../unreadable.js';
import type { Outcome, PlainError, ReadResult, ReadTask, RenderResult, RenderTask } from './messages.js';

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

function explainDeath(cause: unknown, { maxHeapMegabytes }: DocumentLimits): Error {
  if ((cause as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
    return unreadable(
      'over_limit',
      `takes more memory to read than limits.maxHeapMegabytes allows (${maxHeapMegabytes})`,
      { limit: 'maxHeapMegabytes', allowed: maxHeapMegabytes },
      cause,
    );
  return unreadable('broken', `made its reader fail: ${(cause as Error).message}`, {}, cause);
}

type Task = ReadTask | RenderTask;

/** Sends a task to a thread and waits for its answer, its death or the abort; leaves no listener behind. */
function perform<T>(worker: Worker, task: Task, limits: DocumentLimits, signal: AbortSignal): Promise<Outcome<T>> {
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
    const onMessage = (outcome: Outcome<T>) => settle(() => resolve(outcome));
    const onError = (cause: unknown) => settle(() => reject(explainDeath(cause, limits)));
    const onExit = (code: number) => settle(() => reject(unreadable('broken', `made its reader end with exit code ${code}`)));
    const onAbort = () => settle(() => reject(signal.reason));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    signal.addEventListener('abort', onAbort);
    worker.postMessage(task);
  });
}

/** Does a task on a thread of its own, which is ended where the signal aborts or the memory runs out. */
async function runInWorker<T>(task: Task, limits: DocumentLimits, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const thread = takeThread(limits.maxHeapMegabytes);
  let outcome: Outcome<T>;
  try {
    outcome = await perform(thread.worker, task, limits, signal);
  } catch (error) {
    void thread.worker.terminate();
    throw error;
  }
  giveBack(thread);
  if ('error' in outcome) throw reviveError(outcome.error);
  return outcome.result;
}

export const readInWorker = (task: ReadTask, signal: AbortSignal): Promise<ReadResult> => runInWorker(task, task.settings.limits, signal);

export const renderInWorker = (task: RenderTask, signal: AbortSignal): Promise<RenderResult> =>
  runInWorker(task, task.rendering.limits, signal);
