import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LanguageModelRun } from './language-model.js';

/** One pass of the model over several sequences; answers the logits of each run, in order. */
export type ForwardPass = (runs: readonly LanguageModelRun[]) => Promise<readonly Float32Array[]>;

export interface RunBatcherLimits {
  /** sequences of one pass */
  readonly maxRuns: number;
  /** tokens of one pass, unless a single run has more: a pass cannot be interrupted */
  readonly maxTokens: number;
}

interface WaitingRun {
  readonly run: LanguageModelRun;
  readonly resolve: (logits: Float32Array) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Collects the runs that callers ask for at the same time into passes, first come first served. After each pass its callers take their
 * decisions and ask for their next run within one turn of the event loop each; what has come by then goes into the next pass. Nobody is waited
 * for longer, so a lone caller gets pass after pass.
 */
export class RunBatcher {
  readonly #pass: ForwardPass;
  readonly #limits: RunBatcherLimits;
  #waiting: WaitingRun[] = [];
  #working: Promise<void> | undefined;

  constructor(pass: ForwardPass, limits: RunBatcherLimits) {
    this.#pass = pass;
    this.#limits = limits;
  }

  run(run: LanguageModelRun): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** resolves once no run waits or is under way */
  async idle(): Promise<void> {
    while (this.#working) await this.#working;
  }

  async #work(): Promise<void> {
    for (;;) {
      await nextTurn();
      const batch = this.#take();
      if (batch.length === 0) break;
      await this.#passOver(batch);
    }
    this.#working = undefined;
  }

  async #passOver(batch: readonly WaitingRun[]): Promise<void> {
    try {
      const logits = await this.#pass(batch.map(({ run }) => run));
      for (const [i, { resolve }] of batch.entries()) {
        // Each caller takes its decisions in a turn of its own, so that those of a batch do not add up to one long one.
        if (i > 0) await nextTurn();
        resolve(logits[i]!);
      }
    } catch (cause) {
      for (const { reject } of batch) reject(cause);
    }
  }

  #take(): readonly WaitingRun[] {
    const { maxRuns, maxTokens } = this.#limits;
    let tokens = 0;
    let count = 0;
    for (const { run } of this.#waiting) {
      tokens += run.tokenIds.length;
      if (count === maxRuns || (count > 0 && tokens > maxTokens)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }
}
