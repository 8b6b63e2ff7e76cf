export { createMemoryCache } from './cache.js';
export type { MemoryCacheConfig } from './config.js';
