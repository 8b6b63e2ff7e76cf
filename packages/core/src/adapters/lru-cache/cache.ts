import { LRUCache } from 'lru-cache';
import type { Cache } from '../../cache/index.js';
import { RequestError, StoreError } from '../../errors/index.js';
import { readExtraction, writeExtraction } from '../../store/index.js';
import { type MemoryCacheConfig, memoryCacheDefaults, memoryCacheRanges } from './config.js';

function resolveConfig(config: MemoryCacheConfig) {
  const resolved = { ...memoryCacheDefaults, ...config };
  for (const [option, highest] of Object.entries(memoryCacheRanges)) {
    const value = resolved[option as keyof MemoryCacheConfig];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= highest)) continue;
    throw new RequestError('invalid_request', `${option} of the memory cache is an integer from 1 to ${highest}, not ${value}`, {
      details: { option },
    });
  }
  return resolved;
}

/**
 * A `Cache` in this process, bounded in entries and bytes; the least recently used goes first. It keeps JSON text, so a caller who
 * changes an extraction changes nothing here, and the size is known.
 * @throws {RequestError} `invalid_request` for an option outside its range
 */
export function createMemoryCache(config: MemoryCacheConfig = {}): Cache {
  const { maxEntries, maxBytes, ttlMs } = resolveConfig(config);
  const entries = new LRUCache<string, string>({
    max: maxEntries,
    maxSize: maxBytes,
    sizeCalculation: (json, key) => Buffer.byteLength(json) + Buffer.byteLength(key),
    ...(ttlMs !== undefined && { ttl: ttlMs }),
  });
  let isDisposed = false;
  const open = () => {
    if (isDisposed) throw new StoreError('disposed', 'the cache was used after dispose()');
    return entries;
  };
  return {
    get: async (key) => {
      const json = open().get(key);
      return json === undefined ? undefined : readExtraction(json);
    },
    set: async (key, extraction) => void open().set(key, writeExtraction(extraction)),
    dispose: async () => {
      isDisposed = true;
      entries.clear();
    },
  };
}
