import { RequestError } from '../../errors/index.js';
import { loadOptionalDependency } from '../optional-dependency.js';
import type { RedisCacheConfig, RedisClient } from './config.js';

/** A client, and whether we opened it and so have to close it. */
export interface RedisConnection {
  readonly client: RedisClient;
  readonly isOwn: boolean;
}

function assertUrl(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : '';
  if (protocol === 'redis:' || protocol === 'rediss:') return;
  // The url may hold a password, so it is not repeated.
  throw new RequestError('invalid_request', 'the url of the Redis cache does not start with redis:// or rediss://', {
    details: { option: 'url' },
  });
}

/** A cache is only worth a short wait: one new try per command, and none that goes on in the background faster than each 2 s. */
async function openUrl(url: string): Promise<RedisClient> {
  assertUrl(url);
  const { Redis } = await loadOptionalDependency('ioredis', 'the Redis cache', () => import('ioredis'));
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 2000,
    commandTimeout: 2000,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  // Every failed command rejects as well; without a listener ioredis would write to the console.
  client.on('error', () => {});
  return client;
}

/** @throws {RequestError} `invalid_request` where not exactly one of `client` and `url` is given */
export async function connect({ client, url }: RedisCacheConfig): Promise<RedisConnection> {
  if ((client === undefined) === (url === undefined)) {
    throw new RequestError('invalid_request', 'the Redis cache takes either client or url', { details: { option: 'client' } });
  }
  if (url !== undefined) return { client: await openUrl(url), isOwn: true };
  return typeof client === 'function' ? { client: await client(), isOwn: true } : { client: client!, isOwn: false };
}
