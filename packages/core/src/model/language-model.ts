/** Token ids → logits, with a KV cache that the caller addresses by position. */

/** Keys and values of one sequence: positions `0 … length`, kept in fixed buffers. */
export interface KvCache {
  /** positions that fit */
  readonly capacity: number;
  /** bytes of memory taken by the positions that were written; room for others takes none */
  readonly bytes: number;
  /** keeps the first `length` positions and makes room for `capacity` in all */
  grow(capacity: number, length: number): void;
  /** keeps the first `length` positions, has room for `capacity` from then on, and gives the memory of all others back at once */
  trim(capacity: number, length: number): void;
  /** gives all memory back at once; the cache has no capacity any more */
  release(): void;
  /** makes the first `length` positions equal to those of a cache of the same model; both have room for them */
  copyFrom(other: KvCache, length: number): void;
}

export interface LanguageModelRun {
  readonly cache: KvCache;
  /** positions of the cache that stay; the run writes from there on, so a smaller number than before is a rollback */
  readonly position: number;
  readonly tokenIds: readonly number[];
  /** which of `tokenIds` want their logits: indexes into it, ascending */
  readonly logitIndexes: readonly number[];
}

/**
 * A causal language model. `run` writes keys and values of `tokenIds` at `position …` and answers the logits after the wanted ones.
 * Feeding tokens in one run or in several gives the same logits, bit for bit where `isChunkInvariant`.
 */
export interface LanguageModel {
  readonly vocabSize: number;
  readonly maxPositions: number;
  /** true where logits do not depend on which other tokens share the run */
  readonly isChunkInvariant: boolean;
  /** sequences that may share a forward pass; more runs at once wait for each other */
  readonly maxBatch: number;
  createKvCache(capacity: number): KvCache;
  /**
   * Runs of different caches that are asked for at the same time share a pass.
   * @returns `logitIndexes.length * vocabSize` floats, row by row
   */
  run(run: LanguageModelRun): Promise<Float32Array>;
  /** May be called twice. */
  dispose(): Promise<void>;
}
