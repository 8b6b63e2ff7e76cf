import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JsonSchema, JsonValue } from '@maaza/core';
import type { EngineSpec } from './engines.js';
import type { Task } from './tasks.js';

/** What an engine gives for one task. */
export interface Answer {
  readonly type: 'answer';
  readonly ms: number;
  /** of all threads together, while it waited and spun too */
  readonly cpuMs: number;
  /** what it wrote; an engine that parses and prunes by itself gives `data` instead */
  readonly output?: string;
  readonly data?: JsonValue;
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly modelRuns: number;
  /** time inside the model runtime, where it can be told */
  readonly runtimeMs?: number;
  readonly truncated: boolean;
  /** keywords of the schema that the engine does not know */
  readonly dropped: readonly string[];
}

/** No answer: `refused` before the model ran, `failed` for all else. */
export interface NoAnswer {
  readonly type: 'refused' | 'failed';
  readonly ms: number;
  readonly reason: string;
}

export interface ManyAnswer {
  readonly type: 'answer';
  readonly ms: number;
  readonly results: readonly JsonValue[];
}

export interface ProcessUse {
  readonly peakRssBytes: number;
  readonly cpuMs: number;
}

export interface EngineProcessOptions {
  readonly threads: number;
  readonly timeoutMs: number;
  readonly maxOutputTokens: number;
}

/** One engine in a process of its own, so that its memory and its start are its own. Asked one thing at a time. */
export class EngineProcess {
  readonly #child: ChildProcess;
  readonly #options: EngineProcessOptions;
  readonly #startedAt = performance.now();
  #complaint = '';
  #end: string | undefined;

  constructor({ worker, options }: EngineSpec, processOptions: EngineProcessOptions) {
    this.#options = processOptions;
    const script = fileURLToPath(new URL(`../../peers/workers/${worker}.mjs`, import.meta.url));
    // Without this program's own loader, which would cost its start and its memory.
    this.#child = fork(script, [JSON.stringify({ ...options, threads: processOptions.threads })], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (chunk) => {
      this.#complaint = (this.#complaint + String(chunk)).slice(-2_000);
    });
    this.#child.once('exit', (code, signal) => {
      this.#end ??= `the process ended with ${signal ?? `exit code ${code}`}: ${this.#complaint.trim().split('\n').at(-1) ?? ''}`;
    });
  }

  /** since the process was started */
  get ageMs(): number {
    return performance.now() - this.#startedAt;
  }

  /** An engine that does not answer in time is ended, and answers nothing from then on. */
  async extract({ prompt, text, schema, answerSchema }: Task): Promise<Answer | NoAnswer> {
    return this.#ask({ type: 'extract', prompt, text, schema, answerSchema });
  }

  async extractMany(texts: readonly string[], schema: JsonSchema, concurrency: number): Promise<ManyAnswer | NoAnswer> {
    return this.#ask({ type: 'extractMany', texts, schema, concurrency });
  }

  /** Ends the process. @returns what it used, or undefined where it is gone already */
  async close(): Promise<ProcessUse | undefined> {
    if (this.#end !== undefined) return undefined;
    const used = await this.#ask<ProcessUse & { type: 'closed' }>({ type: 'close' });
    return used.type === 'closed' ? used : undefined;
  }

  async #ask<T extends { readonly type: string }>(message: object): Promise<T | NoAnswer> {
    const startedAt = performance.now();
    const failed = (reason: string): NoAnswer => ({ type: 'failed', ms: performance.now() - startedAt, reason });
    if (this.#end !== undefined) return failed(this.#end);
    const { timeoutMs, maxOutputTokens } = this.#options;
    return new Promise((resolve) => {
      const finish = (result: T | NoAnswer) => {
        clearTimeout(timer);
        this.#child.off('message', onMessage).off('exit', onExit);
        resolve(result);
      };
      const onMessage = (answer: unknown) => finish(answer as T);
      const onExit = () => finish(failed(this.#end ?? 'the process ended'));
      const timer = setTimeout(() => {
        this.#end = `no answer in ${timeoutMs / 1000} s`;
        this.#child.kill('SIGKILL');
      }, timeoutMs);
      this.#child.on('message', onMessage).on('exit', onExit);
      this.#child.send({ ...message, maxOutputTokens });
    });
  }
}
