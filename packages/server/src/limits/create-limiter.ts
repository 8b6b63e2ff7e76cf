import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ServerConfig } from '../config/config.js';
import type { Database } from '../database/database.js';
import { createDatabaseLimiter } from './database-limiter.js';
import { createMemoryLimiter } from './memory-limiter.js';
import { openRedis } from './open-redis.js';
import type { RateLimiter } from './rate-limiter.js';
import { createRedisLimiter } from './redis-limiter.js';
import { createResilientLimiter } from './resilient-limiter.js';

interface Parts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The limiter that the configuration asks for, and how to ask whether its Redis answers. */
export async function createLimiter(
  config: Pick<ServerConfig, 'rateLimitStore' | 'redisUrl' | 'rateLimitOnFailure'>,
  { database, clock, logger }: Parts,
): Promise<{ readonly limiter: RateLimiter; readonly checkRedis?: () => Promise<'ok' | 'degraded' | 'failed'> }> {
  const { rateLimitStore: wanted, redisUrl, rateLimitOnFailure: onFailure } = config;
  const store = wanted === 'auto' ? (redisUrl === undefined ? 'database' : 'redis') : wanted;
  if (store === 'memory') return { limiter: createMemoryLimiter(clock) };
  if (store === 'database') return { limiter: createDatabaseLimiter(database, clock) };
  let noteLoss = () => {};
  const redis = await openRedis(redisUrl!, () => noteLoss());
  const limiter = createResilientLimiter(createRedisLimiter(redis), {
    onFailure,
    clock,
    onDegraded: () => logger.warn({ onFailure }, 'redis does not answer'),
  });
  noteLoss = limiter.noteLoss;
  // While each process limits by itself, requests are served: not well, but not down.
  const checkRedis = () =>
    limiter.ping().then(
      () => 'ok' as const,
      () => (onFailure === 'local' ? ('degraded' as const) : ('failed' as const)),
    );
  return { limiter, checkRedis };
}
