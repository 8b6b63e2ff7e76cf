import type { Cache } from '../../cache/index.js';
import { RequestError, StoreError } from '../../errors/index.js';
import type { Extraction } from '../../extract/types.js';
import { readExtraction, writeExtraction } from '../../store/index.js';
import { type RedisCacheConfig, redisCacheDefaults } from './config.js';
import { connect, type RedisConnection } from './connect.js';

class RedisCache implements Cache {
  readonly #connection: RedisConnection;
  readonly #keyPrefix: string;
  readonly #ttlMs: number;
  #isDisposed = false;

  constructor(connection: RedisConnection, keyPrefix: string, ttlMs: number) {
    this.#connection = connection;
    this.#keyPrefix = keyPrefix;
    this.#ttlMs = ttlMs;
  }

  async get(key: string): Promise<Extraction | undefined> {
    const json = await this.#command('get', () => this.#connection.client.get(this.#keyPrefix + key));
    return json === null ? undefined : readExtraction(json);
  }

  async set(key: string, extraction: Extraction): Promise<void> {
    const json = writeExtraction(extraction);
    await this.#command('set', () => this.#connection.client.set(this.#keyPrefix + key, json, 'PX', this.#ttlMs));
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { client, isOwn } = this.#connection;
    // `quit` would first connect where nothing was ever asked, and wait for a server that is gone.
    if (isOwn) client.disconnect();
  }

  async #command<T>(name: string, run: () => Promise<T>): Promise<T> {
    if (this.#isDisposed) throw new StoreError('disposed', 'the Redis cache was used after dispose()');
    try {
      return await run();
    } catch (cause) {
      throw new StoreError('store_unavailable', `the Redis cache failed in ${name}`, { details: { operation: name }, cause });
    }
  }
}

/**
 * A `Cache` in Redis, shared by all processes that use one server and prefix. Nothing is connected before the first use. A client that
 * it opened keeps the process alive until `dispose()`.
 * @throws {RequestError} `invalid_request`
 * @throws {DependencyError} `dependency_not_installed` where `url` is given and ioredis is missing
 */
export async function createRedisCache(config: RedisCacheConfig): Promise<Cache> {
  const { keyPrefix, ttlMs, ...target } = { ...redisCacheDefaults, ...config };
  if (!Number.isInteger(ttlMs) || ttlMs < 1 || ttlMs > 2 ** 31 - 1) {
    throw new RequestError('invalid_request', `ttlMs of the Redis cache is an integer from 1 to ${2 ** 31 - 1}, not ${ttlMs}`, {
      details: { option: 'ttlMs' },
    });
  }
  return new RedisCache(await connect(target), keyPrefix, ttlMs);
}
