import { AbortedError } from '../errors/index.js';
import type { KvCache, LanguageModel } from '../model/language-model.js';
import type { Generation } from './generation.js';

export interface RunGenerationOptions {
  readonly signal?: AbortSignal;
  /** after each forward pass, with the positions of the KV cache that hold tokens of this generation */
  readonly onRun?: (positions: number) => void;
  /** after the decisions of a forward pass were taken */
  readonly onAccepted?: () => void;
}

/**
 * Runs a generation to its end on one model.
 * @returns forward passes that were needed
 * @throws {AbortedError} `aborted` or `timeout`, between two runs
 */
export async function runGeneration(
  model: LanguageModel,
  cache: KvCache,
  generation: Generation,
  { signal, onRun, onAccepted }: RunGenerationOptions = {},
): Promise<number> {
  let modelCalls = 0;
  for (let run = generation.nextRun(); run; run = generation.nextRun()) {
    throwIfAborted(signal);
    const needed = run.position + run.tokenIds.length;
    if (needed > cache.capacity) cache.grow(Math.min(model.maxPositions, Math.max(needed, cache.capacity * 2)), run.position);
    const logits = await model.run({ cache, position: run.position, tokenIds: run.tokenIds, logitIndexes: run.logitIndexes });
    modelCalls++;
    onRun?.(needed);
    throwIfAborted(signal);
    generation.accept(logits);
    onAccepted?.();
  }
  return modelCalls;
}

/** @throws {AbortedError} `timeout` where the signal says so, else `aborted` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const isTimeout = (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError';
  throw new AbortedError(
    isTimeout ? 'timeout' : 'aborted',
    isTimeout ? 'the extraction took longer than its time limit' : 'the extraction was aborted',
    {
      cause: signal.reason,
    },
  );
}
