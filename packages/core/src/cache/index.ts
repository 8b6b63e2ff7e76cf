export { type Cache, noCache } from './cache.js';
export { type CacheKeyParts, cacheKey } from './cache-key.js';
export { type CacheOperation, createSafeCache, type SafeCacheOptions } from './safe-cache.js';
