import { type ChildProcess, fork } from 'node:child_process';
import type { CliContext } from '../../context.js';
import { abortedError } from '../../errors/cli-error.js';
import { collectTail, diedError, toCliError } from '../../runner/child-errors.js';
import type { Outcome } from '../output/result.js';
import { BATCH_RUNNER_ARGUMENT, type BatchSetup, type FromRunner, type ToRunner } from './messages.js';

/** Deaths in a row, each on a text of its own and with no answer between: then it is not the texts. */
const MAX_DEATHS = 5;
const END_GRACE_MS = 2000;

interface Task {
  readonly row: number;
  readonly text: string;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface BatchRunnerOptions {
  readonly onWarning: (message: string) => void;
}

/**
 * Extracts in a process of its own (see `runExtraction` for why), which lives for the whole batch. Where it dies, a new one is started and
 * gets the texts that were under way one at a time: the one on which it dies again is a failed row, and the others are not.
 */
export class BatchRunner {
  readonly #setup: BatchSetup;
  readonly #context: Pick<CliContext, 'entryFile' | 'env' | 'signal'>;
  readonly #options: BatchRunnerOptions;
  #child: ChildProcess | undefined;
  #becomeReady: (() => void) | undefined;
  #rows = 0;
  #deaths = 0;
  /** sent, and not answered yet */
  #underWay = new Map<number, Task>();
  /** were under way when the process died: sent alone */
  #suspects: Task[] = [];
  /** a suspect is under way */
  #isTesting = false;
  /** wait until no suspect is left */
  #held: Task[] = [];
  #fatal: unknown;
  #isEnding = false;

  constructor(setup: BatchSetup, context: Pick<CliContext, 'entryFile' | 'env' | 'signal'>, options: BatchRunnerOptions) {
    this.#setup = setup;
    this.#context = context;
    this.#options = options;
  }

  /**
   * Starts the process and has it look at schema and options.
   * @throws {CliError} what is wrong with them; `aborted`
   */
  async start(): Promise<void> {
    const { signal } = this.#context;
    if (signal.aborted) throw abortedError();
    signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#launch();
    await new Promise<void>((resolve, reject) => {
      this.#becomeReady = resolve;
      this.#onFatal = reject;
      if (this.#fatal !== undefined) reject(this.#fatal);
    });
  }

  /** One text. Rejects only where nothing can be extracted any more. */
  extract(text: string): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#fatal !== undefined) {
        reject(this.#fatal);
        return;
      }
      const task: Task = { row: this.#rows++, text, resolve, reject };
      if (this.#isSuspicious) this.#held.push(task);
      else this.#send(task);
    });
  }

  /** Lets the process close what it has open, and ends it. May be called twice. */
  async close(): Promise<void> {
    this.#isEnding = true;
    this.#context.signal.removeEventListener('abort', this.#onAbort);
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const kill = () => child.kill('SIGKILL');
    if (this.#context.signal.aborted || this.#fatal !== undefined) {
      kill();
      return;
    }
    const timer = setTimeout(kill, END_GRACE_MS);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.send({ end: true } satisfies ToRunner, (error) => error && kill());
    await ended;
    clearTimeout(timer);
  }

  get #isSuspicious(): boolean {
    return this.#isTesting || this.#suspects.length > 0 || this.#held.length > 0;
  }

  #onFatal: (error: unknown) => void = () => {};

  readonly #onAbort = () => this.#fail(abortedError());

  #launch(): void {
    const { entryFile, env } = this.#context;
    const child = fork(entryFile, [BATCH_RUNNER_ARGUMENT], { env: { ...env }, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    const stderr = collectTail(child);
    this.#child = child;
    child.on('message', (message: FromRunner) => this.#child === child && this.#take(message));
    child.once('error', (cause) => this.#fail(cause));
    child.once('exit', (code, signal) => this.#child === child && this.#bury(diedError(code, signal, stderr())));
    child.send({ setup: this.#setup } satisfies ToRunner, ignoreClosedChannel);
  }

  #send(task: Task): void {
    this.#underWay.set(task.row, task);
    this.#child?.send({ row: task.row, text: task.text } satisfies ToRunner, ignoreClosedChannel);
  }

  #take(message: FromRunner): void {
    if ('ready' in message) this.#becomeReady?.();
    else if ('warning' in message) this.#options.onWarning(message.warning);
    else if ('fatal' in message) this.#fail(toCliError(message.fatal));
    else this.#answer(message);
  }

  #answer(message: Extract<FromRunner, { row: number }>): void {
    const task = this.#underWay.get(message.row);
    this.#underWay.delete(message.row);
    this.#deaths = 0;
    task?.resolve('failure' in message ? { failure: message.failure } : { extraction: message.extraction });
    this.#goOn();
  }

  /** The process is dead, and nobody asked it to be. */
  #bury(error: Error & { readonly code: string }): void {
    if (this.#isEnding) return;
    const lost = [...this.#underWay.values()];
    this.#underWay.clear();
    this.#deaths++;
    if (this.#deaths >= MAX_DEATHS || lost.length === 0) {
      this.#fail(error, lost);
      return;
    }
    // Alone it was its own fault.
    if (lost.length === 1) lost[0]!.resolve({ failure: { code: error.code, message: 'the model process died on this text' } });
    else this.#suspects.push(...lost);
    this.#launch();
    this.#goOn();
  }

  #goOn(): void {
    if (this.#underWay.size > 0) return;
    const suspect = this.#suspects.shift();
    this.#isTesting = suspect !== undefined;
    const next = suspect === undefined ? this.#held.splice(0) : [suspect];
    for (const task of next) this.#send(task);
  }

  #fail(error: unknown, lost: readonly Task[] = []): void {
    if (this.#isEnding) return;
    this.#fatal ??= error;
    this.#onFatal(this.#fatal);
    for (const task of [...lost, ...this.#underWay.values(), ...this.#suspects, ...this.#held]) task.reject(this.#fatal);
    this.#underWay.clear();
    this.#suspects = [];
    this.#held = [];
    this.#child?.kill('SIGKILL');
  }
}

/** A message that can no longer be sent is one of a process whose end is being told by itself. */
const ignoreClosedChannel = () => {};
