import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { JsonSchema, SchemaReport } from '@maaza/core';
import { isServerErrorCode } from '../http/error-codes.js';
import { ServerError } from '../http/server-error.js';
import type { ExtractionJob, ExtractionRunner, JobResult, RunnerState } from './extraction-runner.js';
import type { FromWorker, ToWorker, WorkerFailure, WorkerSettings } from './worker-messages.js';

/** A worker that was told to abort and says nothing for so long is stuck in native code: it is replaced. */
const ABORT_GRACE_MS = 5000;
const MAX_RESTART_PAUSE_MS = 10_000;
const STOP_GRACE_MS = 2000;

export interface WorkerPoolOptions {
  readonly workers: number;
  readonly jobsPerWorker: number;
  readonly settings: WorkerSettings;
  /** module that a worker runs */
  readonly workerFile: URL;
  readonly onEvent: (event: 'worker_ready' | 'worker_died' | 'worker_broken', details: Readonly<Record<string, unknown>>) => void;
}

interface Job {
  readonly message: (id: number) => ToWorker;
  readonly signal: AbortSignal;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  /** a job whose worker died is tried once more: it may not be to blame */
  deaths: number;
}

/** One thread, and what it is working on. */
class Member {
  readonly jobs = new Map<number, Job>();
  worker: Worker | undefined;
  isReady = false;
}

const toError = ({ code, message, details }: WorkerFailure) =>
  new ServerError(isServerErrorCode(code) ? code : 'extraction_failed', message, { details });

const stopping = () => new ServerError('overloaded', 'the server is stopping', { retryAfterSeconds: 1 });

/** Extraction in worker threads. The thread that answers HTTP only passes messages. A thread that dies is replaced. */
export class WorkerPool implements ExtractionRunner {
  readonly slots: number;
  readonly #options: WorkerPoolOptions;
  readonly #members: Member[];
  #nextId = 1;
  #modelId: string | undefined;
  #failure: ServerError | undefined;
  #isDisposed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.slots = options.workers * options.jobsPerWorker;
    this.#members = Array.from({ length: options.workers }, () => new Member());
    for (const member of this.#members) this.#start(member, 0);
  }

  get modelId(): string | undefined {
    return this.#modelId;
  }

  get state(): RunnerState {
    if (this.#members.some((member) => member.isReady)) return 'ready';
    return this.#failure ? 'failed' : 'starting';
  }

  extract(job: ExtractionJob, signal: AbortSignal): Promise<JobResult> {
    return this.#do((id) => ({ kind: 'extract', id, job }), signal);
  }

  checkSchema(schema: JsonSchema, signal: AbortSignal): Promise<SchemaReport> {
    return this.#do((id) => ({ kind: 'check', id, schema }), signal);
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    await Promise.all(
      this.#members.map(async ({ worker }) => {
        if (!worker) return;
        const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
        worker.postMessage({ kind: 'stop' } satisfies ToWorker);
        await Promise.race([exited, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
        await worker.terminate();
      }),
    );
  }

  #do<T>(message: (id: number) => ToWorker, signal: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => this.#assign({ message, signal, resolve, reject, deaths: 0 }));
  }

  #assign(job: Job): void {
    const refusal = this.#refusalOf(job);
    if (refusal !== undefined) {
      job.reject(refusal);
      return;
    }
    const load = (member: Member) => member.jobs.size + (member.isReady ? 0 : this.slots);
    const member = this.#members.reduce((best, other) => (load(other) < load(best) ? other : best));
    const id = this.#nextId++;
    const onAbort = () => void this.#abort(member, id);
    job.signal.addEventListener('abort', onAbort, { once: true });
    const settle = <V>(pass: (value: V) => void) => {
      return (value: V) => {
        job.signal.removeEventListener('abort', onAbort);
        pass(value);
      };
    };
    member.jobs.set(id, { ...job, resolve: settle(job.resolve), reject: settle(job.reject) });
    member.worker?.postMessage(job.message(id));
  }

  #refusalOf({ signal }: Job): unknown {
    if (signal.aborted) return signal.reason;
    if (this.#isDisposed) return stopping();
    return this.state === 'failed' ? this.#failure : undefined;
  }

  async #abort(member: Member, id: number): Promise<void> {
    const { worker } = member;
    worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
    const job = member.jobs.get(id);
    // The caller does not wait for the worker to notice.
    job?.reject(job.signal.reason);
    await sleep(ABORT_GRACE_MS, undefined, { ref: false });
    if (member.jobs.has(id) && member.worker === worker && member.isReady) await worker?.terminate();
  }

  #start(member: Member, deathsInARow: number): void {
    const worker = new Worker(this.#options.workerFile, { workerData: this.#options.settings });
    member.worker = worker;
    let wasReady = false;
    let reason = 'no reason given';
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') {
        wasReady = true;
        member.isReady = true;
        this.#modelId = message.modelId;
        this.#failure = undefined;
        this.#options.onEvent('worker_ready', { model: message.modelId });
      } else if (message.kind === 'broken') {
        reason = message.failure.message;
        this.#failure = new ServerError('service_unavailable', 'the model cannot be loaded', {
          retryAfterSeconds: 30,
          cause: toError(message.failure),
        });
        this.#options.onEvent('worker_broken', { ...message.failure });
      } else this.#finish(member, message);
    });
    worker.on('error', (error) => {
      reason = error.message;
    });
    worker.on('exit', (exitCode) => {
      member.isReady = false;
      member.worker = undefined;
      if (this.#isDisposed) {
        this.#giveUp(member);
        return;
      }
      this.#options.onEvent('worker_died', { exitCode, reason });
      const deaths = wasReady ? 0 : deathsInARow + 1;
      setTimeout(() => this.#restart(member, deaths), deaths === 0 ? 0 : Math.min(MAX_RESTART_PAUSE_MS, 250 * 2 ** deaths)).unref();
    });
    // What came while there was no thread.
    for (const [id, job] of member.jobs) worker.postMessage(job.message(id));
  }

  #finish(member: Member, message: Extract<FromWorker, { id: number }>): void {
    const job = member.jobs.get(message.id);
    member.jobs.delete(message.id);
    if (message.kind === 'done') job?.resolve(message.result as never);
    else job?.reject(toError(message.failure));
  }

  #restart(member: Member, deaths: number): void {
    if (this.#isDisposed) {
      this.#giveUp(member);
      return;
    }
    for (const [id, job] of member.jobs) {
      if (this.#failure) job.reject(this.#failure);
      else if (job.deaths > 0) job.reject(new ServerError('extraction_failed', 'the model process died twice over this request'));
      else if (!job.signal.aborted) {
        job.deaths++;
        continue;
      }
      member.jobs.delete(id);
    }
    this.#start(member, deaths);
  }

  #giveUp(member: Member): void {
    for (const job of member.jobs.values()) job.reject(stopping());
    member.jobs.clear();
  }
}
