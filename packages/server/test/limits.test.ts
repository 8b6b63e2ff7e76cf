import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.js';
import type { Database } from '../src/database/database.js';
import { migrate } from '../src/database/migrate.js';
import { openDatabase } from '../src/database/open-database.js';
import { createDatabaseLimiter } from '../src/limits/database-limiter.js';
import { createMemoryLimiter } from '../src/limits/memory-limiter.js';
import type { RateLimiter } from '../src/limits/rate-limiter.js';
import { createRedisLimiter } from '../src/limits/redis-limiter.js';
import { createResilientLimiter } from '../src/limits/resilient-limiter.js';
import { type Backend, backends } from './support/backends.js';

const [sqlite, postgres] = backends as [(typeof backends)[0], (typeof backends)[0]];

interface Case {
  readonly name: string;
  readonly skip?: string | undefined;
  /** by a clock that the test moves; the others go by the clock of their store */
  readonly hasOwnClock: boolean;
  open(clock: () => number): Promise<{ readonly limiter: RateLimiter; close(): Promise<void> }>;
}

async function overDatabase(kind: (typeof backends)[0], clock: () => number) {
  const backend: Backend = await kind.create();
  const database: Database = await openDatabase(loadConfig(backend.env), { clock, onError: () => {} });
  await migrate(database, Date.now());
  return {
    limiter: createDatabaseLimiter(database, clock),
    close: async () => {
      await database.close();
      await backend.drop();
    },
  };
}

const cases: readonly Case[] = [
  { name: 'memory', hasOwnClock: true, open: async (clock) => ({ limiter: createMemoryLimiter(clock), close: async () => {} }) },
  { name: 'SQLite', hasOwnClock: true, open: (clock) => overDatabase(sqlite, clock) },
  { name: 'PostgreSQL', skip: postgres.skip, hasOwnClock: false, open: (clock) => overDatabase(postgres, clock) },
  {
    name: 'Redis',
    skip: postgres.skip,
    hasOwnClock: false,
    open: async () => {
      const redis = new Redis(process.env.TEST_REDIS_URL ?? 'redis://127.0.0.1:6379');
      const limiter = createRedisLimiter(redis, `maaza-test:${randomUUID()}:`);
      return { limiter, close: () => limiter.close() };
    },
  },
];

describe.each(cases)('rate limits in $name', ({ skip, hasOwnClock, open }) => {
  let now = Date.now();
  let opened: Awaited<ReturnType<Case['open']>>;
  beforeAll(async () => {
    if (skip === undefined) opened = await open(() => now);
  });
  afterAll(() => opened?.close());
  const test = it.skipIf(skip !== undefined);
  const take = async (key: string, perMinute: number, times: number) => {
    const decisions = [];
    for (let i = 0; i < times; i++) decisions.push(await opened.limiter.take(key, perMinute));
    return decisions;
  };

  test('let the whole allowance through at once, and not one more', async () => {
    // One a minute more: no test takes that long.
    const decisions = await take(randomUUID(), 3, 5);
    expect(decisions.map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false, false]);
    expect(decisions.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0, 0]);
    expect(decisions[3]!.retryAfterMs).toBeGreaterThan(15_000);
    expect(decisions[3]!.retryAfterMs).toBeLessThanOrEqual(20_000);
  });

  test('count 200 that come at once exactly', async () => {
    const key = randomUUID();
    const decisions = await Promise.all(Array.from({ length: 200 }, () => opened.limiter.take(key, 7)));
    expect(decisions.filter(({ isAllowed }) => isAllowed)).toHaveLength(7);
  });

  test('count each key by itself', async () => {
    for (const key of [randomUUID(), randomUUID()])
      expect((await take(key, 1, 2)).map(({ isAllowed }) => isAllowed)).toEqual([true, false]);
  });

  it.skipIf(skip !== undefined || !hasOwnClock)('give one back for each interval, and the whole allowance after a pause', async () => {
    const key = randomUUID();
    await take(key, 10, 10);
    now += 5999;
    expect((await take(key, 10, 1))[0]).toMatchObject({ isAllowed: false, retryAfterMs: 1 });
    now += 1;
    expect((await take(key, 10, 2)).map(({ isAllowed }) => isAllowed)).toEqual([true, false]);
    now += 60_000;
    expect((await take(key, 10, 11)).filter(({ isAllowed }) => isAllowed)).toHaveLength(10);
  });

  test('hear from the caller what the store has forgotten', async () => {
    const decision = await opened.limiter.take(randomUUID(), 2, 59_000_000);
    expect(decision.isAllowed).toBe(false);
  });
});

describe('the resilient limiter', () => {
  it('goes on alone from what it knows, tells an empty store, and can refuse instead', async () => {
    let now = 1_800_000_000_000;
    const clock = () => now;
    let shared = createMemoryLimiter(clock);
    let isAway = false;
    const flaky: RateLimiter = {
      take: async (...parameters) => {
        if (isAway) throw new Error('away');
        return shared.take(...parameters);
      },
      ping: async () => {},
      close: async () => {},
    };
    const degraded: unknown[] = [];
    const limiter = createResilientLimiter(flaky, { onFailure: 'local', clock, onDegraded: (error) => degraded.push(error) });
    const count = async (times: number) => {
      let allowed = 0;
      for (let i = 0; i < times; i++) if ((await limiter.take('key', 10)).isAllowed) allowed++;
      return allowed;
    };
    expect(await count(6)).toBe(6);
    isAway = true;
    expect(await count(6)).toBe(4);
    expect(degraded).toHaveLength(1);
    // Back, and empty.
    shared = createMemoryLimiter(clock);
    limiter.noteLoss();
    isAway = false;
    expect(await count(5)).toBe(0);
    now += 6000;
    expect(await count(2)).toBe(1);
    const strict = createResilientLimiter(
      { ...flaky, take: () => Promise.reject(new Error('away')) },
      { onFailure: 'refuse', clock, onDegraded: () => {} },
    );
    await expect(strict.take('key', 10)).rejects.toMatchObject({ code: 'service_unavailable' });
  });
});
