import { type ChildProcess, fork } from 'node:child_process';
import type { Extraction } from '@maaza/core';
import type { CliContext } from '../context.js';
import { abortedError, CliError } from '../errors/cli-error.js';
import { collectTail, diedError, toCliError } from './child-errors.js';
import { type EngineChoice, type FromSession, SESSION_RUNNER_ARGUMENT, type SessionRequest, type ToSession } from './session-messages.js';

/** Many extractions with one engine in a process of their own, for the reasons that `runExtraction` names. */
export interface Session {
  readonly modelId: string;
  /**
   * Rejects where this text gives no answer: with the library's error, with `timeout`, or with `extraction_failed` where the process died
   * over it. The session goes on in every case but `aborted`: a process that died is started again for the next text.
   */
  extract(request: SessionRequest): Promise<Extraction>;
  close(): void;
}

type SessionContext = Pick<CliContext, 'entryFile' | 'env' | 'signal'>;

/** Above the library's own time limit, for a native call that does not come back. */
const KILL_GRACE_MS = 5000;

interface Pending {
  readonly resolve: (extraction: Extraction) => void;
  readonly reject: (error: Error) => void;
}

/** One runner process and the requests that it owes an answer. */
class Runner {
  /** resolves to the id of the model once the engine is open */
  readonly opened: Promise<string>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #end: Error | undefined;

  constructor(choice: EngineChoice, { entryFile, env }: SessionContext) {
    // Its stdout is closed: whatever a library prints there must not mix with the data.
    this.#child = fork(entryFile, [SESSION_RUNNER_ARGUMENT], { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const stderr = collectTail(this.#child);
    this.opened = new Promise((resolve, reject) => {
      this.#pending.set(0, { resolve: () => {}, reject });
      this.#child.on('message', (message: FromSession) => {
        if ('opened' in message) resolve(message.opened.modelId);
        else if (message.id !== undefined) this.#settle(message.id, message);
        else if ('failure' in message) this.end(toCliError(message.failure));
      });
    });
    this.#child.once('error', (cause) =>
      this.end(new CliError('extraction_failed', `the runner process does not start: ${cause.message}`, { cause })),
    );
    this.#child.once('exit', (code, signal) => this.end(diedError(code, signal, stderr())));
    this.#send({ open: choice });
  }

  get isAlive(): boolean {
    return this.#end === undefined;
  }

  extract(request: SessionRequest): Promise<Extraction> {
    const id = ++this.#lastId;
    const { timeoutMs } = request;
    const giveUp = () => this.end(new CliError('timeout', `no result within ${timeoutMs! / 1000} s`, { details: { timeoutMs } }));
    const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs + KILL_GRACE_MS);
    return new Promise<Extraction>((resolve, reject) => {
      if (this.#end) return reject(this.#end);
      this.#pending.set(id, { resolve, reject });
      this.#send({ id, request });
    }).finally(() => clearTimeout(timer));
  }

  /** Kills the process; what it still owes ends with this error. */
  end(error: Error): void {
    if (this.#end) return;
    this.#end = error;
    this.#child.kill('SIGKILL');
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #send(message: ToSession): void {
    // An error here means that the process is gone, which its `exit` event tells better.
    this.#child.send(message, () => {});
  }

  #settle(id: number, message: FromSession): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if ('extraction' in message) pending?.resolve(message.extraction);
    else if ('failure' in message) pending?.reject(toCliError(message.failure));
  }
}

class RunnerSession implements Session {
  modelId = '';
  readonly #choice: EngineChoice;
  readonly #context: SessionContext;
  readonly #onAbort = () => this.close();
  #runner: Runner | undefined;
  #isClosed = false;

  constructor(choice: EngineChoice, context: SessionContext) {
    this.#choice = choice;
    this.#context = context;
    context.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** The runner with its engine open; a new one where the last one died. */
  async runner(): Promise<Runner> {
    if (this.#isClosed || this.#context.signal.aborted) throw abortedError();
    if (!this.#runner?.isAlive) this.#runner = new Runner(this.#choice, this.#context);
    const runner = this.#runner;
    this.modelId = await runner.opened;
    return runner;
  }

  async extract(request: SessionRequest): Promise<Extraction> {
    return (await this.runner()).extract(request);
  }

  close(): void {
    this.#isClosed = true;
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    this.#runner?.end(abortedError());
  }
}

/**
 * Starts a process and loads the engine in it.
 * @throws {CliError} where the engine cannot be opened; `aborted`
 */
export async function openSession(choice: EngineChoice, context: SessionContext): Promise<Session> {
  const session = new RunnerSession(choice, context);
  await session.runner();
  return session;
}
