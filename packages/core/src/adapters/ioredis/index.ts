export { createRedisCache } from './cache.js';
export type { RedisCacheConfig, RedisClient } from './config.js';
