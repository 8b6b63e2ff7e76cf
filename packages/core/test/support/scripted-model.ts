import type { KvCache, LanguageModel, LanguageModelRun } from '../../src/model/language-model.js';
import { capacityFor } from '../../src/model/prefix-pool.js';

/**
 * A language model without weights: its logits are pseudo-random numbers that depend on the tokens and on the seed only, so it chooses
 * whatever the mask lets it choose. It remembers each position, and complains where a run would read one that was never written.
 */
export class ScriptedModel implements LanguageModel {
  readonly maxPositions = 2048;
  readonly isChunkInvariant = true;
  readonly maxBatch: number;
  readonly vocabSize: number;
  readonly #seed: number;
  readonly #written = new WeakMap<KvCache, number[]>();
  runs = 0;

  constructor(vocabSize: number, seed: number, maxBatch = 1) {
    this.maxBatch = maxBatch;
    this.vocabSize = vocabSize;
    this.#seed = seed;
  }

  createKvCache(capacity: number): KvCache {
    let current = capacityFor(capacity, this.maxPositions);
    const keep = (length: number) => {
      this.#written.get(cache)!.length = length;
    };
    const cache: KvCache = {
      get capacity() {
        return current;
      },
      get bytes() {
        return current * 8;
      },
      grow(wanted: number) {
        current = Math.max(current, wanted);
      },
      trim(wanted: number, length: number) {
        current = wanted;
        keep(length);
      },
      release() {
        current = 0;
        keep(0);
      },
      copyFrom: (other: KvCache, length: number) => {
        this.#written.set(cache, this.#written.get(other)!.slice(0, length));
      },
    };
    this.#written.set(cache, []);
    return cache;
  }

  async run({ cache, position, tokenIds, logitIndexes }: LanguageModelRun): Promise<Float32Array> {
    // The runtime answers from its own turn of the event loop too, so timers and aborts come through between runs.
    await new Promise(setImmediate);
    this.runs++;
    const tokens = this.#written.get(cache)!;
    if (position > tokens.length) throw new Error(`position ${position} after ${tokens.length} written ones`);
    if (position + tokenIds.length > cache.capacity) throw new Error('beyond the capacity of the cache');
    tokens.length = position;
    tokens.push(...tokenIds);
    const logits = new Float32Array(logitIndexes.length * this.vocabSize);
    logitIndexes.forEach((index, row) => {
      let state = this.#seed ^ 0x9e3779b9;
      for (const token of tokens.slice(Math.max(0, position + index - 20), position + index + 1))
        state = Math.imul(state ^ token, 0x85ebca6b) ^ (state >>> 13);
      for (let i = 0; i < this.vocabSize; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        logits[row * this.vocabSize + i] = (state >>> 8) / 0x100_0000;
      }
    });
    return logits;
  }

  async dispose(): Promise<void> {}
}
