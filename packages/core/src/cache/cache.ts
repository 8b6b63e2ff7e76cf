import type { Extraction } from '../extract/types.js';

/**
 * Where finished extractions are looked up by `cacheKey`. Implementations may forget at any time and may fail: they reject with a
 * `StoreError`, and whoever uses a cache wraps it in `createSafeCache`, so that a broken cache never breaks an extraction.
 */
export interface Cache {
  /** @returns the extraction as it was given to `set`, as a copy of the caller's own; undefined where there is none */
  get(key: string): Promise<Extraction | undefined>;
  /** Keeps a copy; a value that is there already is replaced. */
  set(key: string, extraction: Extraction): Promise<void>;
  /** Closes what the cache opened itself. May be called twice; calls of `get` and `set` after it reject or find nothing. */
  dispose(): Promise<void>;
}

/** The cache that keeps nothing. */
export const noCache: Cache = Object.freeze({
  get: async () => undefined,
  set: async () => {},
  dispose: async () => {},
});
