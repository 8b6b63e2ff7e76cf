import { MaazaError, RequestError, StoreError } from '../errors/index.js';
import type { Cache } from './cache.js';

export type CacheOperation = 'get' | 'set' | 'dispose';

export interface SafeCacheOptions {
  /** longest wait for one operation, 1 … 60,000; what comes later is ignored. @default 250 */
  readonly timeoutMs?: number;
  /** Told of every failure, a timeout included. What it throws is ignored. */
  readonly onCacheError?: (error: MaazaError, operation: CacheOperation) => void;
}

export const safeCacheDefaults = Object.freeze({ timeoutMs: 250 });

const toMaazaError = (cause: unknown, operation: CacheOperation): MaazaError =>
  MaazaError.isInstance(cause)
    ? cause
    : new StoreError('store_unavailable', `the cache failed in ${operation}`, { details: { operation }, cause });

function within<T>(work: Promise<T>, timeoutMs: number, operation: CacheOperation): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () =>
      new StoreError('store_unavailable', `the cache did not answer ${operation} within ${timeoutMs} ms`, {
        details: { operation, timeoutMs },
      });
    const timer = setTimeout(() => reject(late()), timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * A cache that never rejects and never makes its user wait long: a failure or a late answer of `get` is a miss, of `set` and
 * `dispose` nothing.
 * @throws {RequestError} `invalid_request` for a timeout outside its range
 */
export function createSafeCache(cache: Cache, options: SafeCacheOptions = {}): Cache {
  const { timeoutMs = safeCacheDefaults.timeoutMs, onCacheError } = options;
  if (!(timeoutMs >= 1 && timeoutMs <= 60_000)) {
    throw new RequestError('invalid_request', `the cache's timeoutMs is a number from 1 to 60000, not ${timeoutMs}`, {
      details: { option: 'timeoutMs' },
    });
  }
  const report = (cause: unknown, operation: CacheOperation) => {
    try {
      onCacheError?.(toMaazaError(cause, operation), operation);
    } catch {
      // A listener that fails is no reason to fail either.
    }
  };
  const guard = async <T>(operation: CacheOperation, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await within(work(), timeoutMs, operation);
    } catch (cause) {
      report(cause, operation);
      return undefined;
    }
  };
  return {
    get: (key) => guard('get', () => cache.get(key)),
    set: (key, extraction) => guard('set', () => cache.set(key, extraction)),
    dispose: () => guard('dispose', () => cache.dispose()),
  };
}
