import type { Redis } from 'ioredis';

/** A limit is decided before anything else happens, so Redis has to answer at once or is left out. */
const COMMAND_TIMEOUT_MS = 500;
const CONNECT_TIMEOUT_MS = 1000;
const MAX_RECONNECT_PAUSE_MS = 500;

/**
 * A connection that fails fast while Redis is away, and comes back by itself.
 * @param onLost - the connection broke: what Redis holds afterwards may be less than before
 */
export async function openRedis(url: string, onLost: () => void): Promise<Redis> {
  const { Redis: RedisClient } = await import('ioredis');
  const redis = new RedisClient(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (times) => Math.min(50 * times, MAX_RECONNECT_PAUSE_MS),
  });
  // Every failed command rejects as well; without a listener ioredis would write to the console.
  redis.on('error', () => {});
  redis.on('close', onLost);
  await redis.connect().catch(() => {});
  return redis;
}
