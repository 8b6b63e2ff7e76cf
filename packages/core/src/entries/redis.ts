/** `@maaza/core/redis`: the cache in Redis; needs the package ioredis. */
export { createRedisCache, type RedisCacheConfig, type RedisClient } from '../adapters/ioredis/index.js';
