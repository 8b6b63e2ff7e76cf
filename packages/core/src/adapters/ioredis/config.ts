/** The members of an ioredis client (or cluster) that are called, so that its types force no dependency. */
export interface RedisClient {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, unit: 'PX', ttlMs: number): Promise<unknown>;
  disconnect(): void;
}

export interface RedisCacheConfig {
  /** a client, which stays the caller's to close, or a function that makes one, which `dispose()` closes */
  readonly client?: RedisClient | (() => RedisClient | Promise<RedisClient>);
  /** instead of `client`: `redis://…` or `rediss://…`, opened on first use by the installed ioredis, closed by `dispose()` */
  readonly url?: string;
  /** stands before every key. @default 'maaza:' */
  readonly keyPrefix?: string;
  /** how long an extraction is kept, 1 … 2^31 - 1. @default 604_800_000 (7 days) */
  readonly ttlMs?: number;
}

export const redisCacheDefaults = Object.freeze({ keyPrefix: 'maaza:', ttlMs: 7 * 24 * 3600 * 1000 });
