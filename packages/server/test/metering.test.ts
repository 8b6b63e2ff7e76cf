import { describe, expect, it } from 'vitest';
import { loadConfig } from '../src/config/config.js';
import { migrate } from '../src/database/migrate.js';
import { openDatabase } from '../src/database/open-database.js';
import { createId } from '../src/ids.js';
import { Metering } from '../src/metering/metering.js';
import type { MeteredAccount } from '../src/metering/metering-table.js';
import { backends } from './support/backends.js';

const usageOf = (id: string) => ({
  id,
  model: 'm',
  outcome: 'valid' as const,
  inputTokens: 1,
  outputTokens: 1,
  latencyMs: 1,
  isCached: false,
});

describe.each(backends)('requests of one account that share a transaction, on $name,', ({ skip, create }) => {
  it.skipIf(skip !== undefined)('get what is left of the quota and not one unit more, and give back what fails', async () => {
    const backend = await create();
    const database = await openDatabase(loadConfig(backend.env), { clock: Date.now, onError: () => {} });
    await migrate(database, Date.now());
    const userId = createId('usr');
    const created_at = Date.now();
    await database.kysely
      .insertInto('users')
      .values({ id: userId, email: 'a@example.com', password_hash: null, role: 'user', plan: 'free', created_at, disabled_at: null })
      .execute();
    const metering = new Metering(database, () => 'instance', Date.now);
    const account: MeteredAccount = { userId, apiKeyId: null, mode: 'live', monthlyLimit: 7 };
    const free: MeteredAccount = { ...account, mode: 'test' };
    const batch = (count: number) => Array.from({ length: count }, () => createId('req'));
    const used = async () => (await database.kysely.selectFrom('quotas').select('used').executeTakeFirstOrThrow()).used;
    const rows = async (table: 'usage_logs' | 'billing_events' | 'reservations') =>
      (await database.kysely.selectFrom(table).select('id').execute()).length;
    const settle = (done: readonly string[], failed: readonly string[], whose = account) =>
      metering.settle({ account: whose, done: done.map(usageOf), failed, key: undefined, answer: undefined, stored: [] });

    const wanted = [batch(3), batch(3), batch(3), batch(2)];
    const trial = batch(2);
    const [tested, ...reserved] = await Promise.allSettled([
      metering.reserve(free, trial, undefined),
      ...wanted.map((ids) => metering.reserve(account, ids, undefined)),
    ]);
    expect(tested).toMatchObject({ value: { granted: 2 } });
    expect(reserved).toMatchObject([
      { value: { granted: 3 } },
      { value: { granted: 3 } },
      { value: { granted: 1 } },
      { reason: { code: 'quota_exceeded' } },
    ]);
    expect([await used(), await rows('reservations')]).toEqual([7, 9]);
    // One goes well, one half, one was never reserved; a test key beside them.
    const outcomes = await Promise.all([
      settle(wanted[0]!, []),
      settle(wanted[1]!.slice(0, 1), wanted[1]!.slice(1)),
      settle(wanted[2]!, []),
      settle(trial, [], free),
    ]);
    expect(outcomes).toEqual([true, true, false, true]);
    expect([await used(), await rows('reservations')]).toEqual([4, 0]);
    expect([await rows('usage_logs'), await rows('billing_events')]).toEqual([6, 4]);
    // What was given back can be had again, in the transaction that gave it back.
    const again = batch(4);
    await expect(metering.reserve(account, again, undefined)).resolves.toEqual({ granted: 3 });
    const [, next] = await Promise.all([settle([], again.slice(0, 3)), metering.reserve(account, batch(3), undefined)]);
    expect(next).toEqual({ granted: 3 });
    expect(await used()).toBe(7);
    await database.close();
    await backend.drop();
  });
});
