import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { findRedis } from '../../../test/support/redis-server.js';
import { startTcpProxy } from '../../../test/support/tcp-proxy.js';
import { createSafeCache } from '../../cache/index.js';
import { cacheConformance, createSampleExtraction } from '../../testing/index.js';
import { createRedisCache, type RedisClient } from './index.js';

const redis = await findRedis();

describe.skipIf('skip' in redis)('skip' in redis ? `Redis cache (skipped: ${redis.skip})` : 'Redis cache', async () => {
  if ('skip' in redis) return;
  const { url } = redis;
  const target = new URL(url);
  const proxy = await startTcpProxy({ host: target.hostname, port: Number(target.port || 6379) });
  const proxyUrl = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(proxy.port) }).href;
  /** straight to the server, past the proxy */
  const admin = new Redis(url);
  const allPrefix = `maaza-test-${randomUUID()}:`;
  let prefixes = 0;
  let keyPrefix = allPrefix;

  afterAll(async () => {
    const keys = await admin.keys(`${allPrefix}*`);
    if (keys.length > 0) await admin.del(...keys);
    admin.disconnect();
    await proxy.close();
    await redis.stop();
  });

  const open = () => {
    keyPrefix = `${allPrefix}${++prefixes}:`;
    return createRedisCache({ url: proxyUrl, keyPrefix });
  };
  const faults = {
    damage: async (key: string) => void (await admin.set(keyPrefix + key, '{"object":"extra')),
    dropConnections: async () => proxy.dropConnections(),
    setDelayMs: proxy.setDelayMs,
  };

  for (const { name, run, skip } of cacheConformance({ open, faults })) it.skipIf(skip)(name, run);

  it('lets keys go after ttlMs, and after seven days by default', async () => {
    const cache = await createRedisCache({ url, keyPrefix: `${allPrefix}ttl:`, ttlMs: 30 });
    await cache.set('key', createSampleExtraction());
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await cache.get('key')).toBeUndefined();
    await cache.dispose();
    const standard = await open();
    await standard.set('key', createSampleExtraction());
    const ttl = await admin.pttl(`${keyPrefix}key`);
    expect(ttl).toBeGreaterThan(604_790_000);
    expect(ttl).toBeLessThanOrEqual(604_800_000);
    await standard.dispose();
  });

  it('leaves a client that it was given open, and closes one that it asked for', async () => {
    const shared = await createRedisCache({ client: admin as RedisClient, keyPrefix: `${allPrefix}shared:` });
    await shared.set('key', createSampleExtraction());
    await shared.dispose();
    expect(await admin.ping()).toBe('PONG');
    const made = new Redis(url);
    const own = await createRedisCache({ client: async () => made, keyPrefix: `${allPrefix}shared:` });
    expect(await own.get('key')).toEqual(createSampleExtraction());
    await own.dispose();
    await expect(made.ping()).rejects.toThrow(/closed/);
  });

  it('is a miss while the server is away, and works again when it is back', async () => {
    const cache = await open();
    await cache.set('key', createSampleExtraction());
    const errors: string[] = [];
    const safe = createSafeCache(cache, { timeoutMs: 3000, onCacheError: (error) => errors.push(error.code) });
    proxy.setDown(true);
    proxy.dropConnections();
    expect(await safe.get('key')).toBeUndefined();
    expect(errors).toEqual(['store_unavailable']);
    proxy.setDown(false);
    await expect.poll(() => safe.get('key'), { timeout: 8000 }).toEqual(createSampleExtraction());
    await cache.dispose();
  });

  it('connects to nothing before the first use', async () => {
    const cache = await createRedisCache({ url: 'redis://127.0.0.1:1' });
    await cache.dispose();
  });
});

describe('options of the Redis cache', () => {
  const anyClient: RedisClient = { get: async () => null, set: async () => 'OK', disconnect: () => {} };

  it.each([
    [{}, 'client'],
    [{ client: anyClient, url: 'redis://127.0.0.1' }, 'client'],
    [{ url: 'http://127.0.0.1' }, 'url'],
    [{ url: 'secret' }, 'url'],
    [{ client: anyClient, ttlMs: 0 }, 'ttlMs'],
  ])('refuses %o', async (config, option) => {
    await expect(createRedisCache(config)).rejects.toMatchObject({ code: 'invalid_request', details: { option } });
  });

  it('does not repeat a url, which may hold a password', async () => {
    const error = await createRedisCache({ url: 'http://user:hunter2@127.0.0.1' }).catch((error: unknown) => error as Error);
    expect(JSON.stringify([error, String(error)])).not.toContain('hunter2');
  });
});
