import { type RawBuilder, sql } from 'kysely';
import type { Clock } from '../clock.js';
import type { Database } from '../database/database.js';
import { describeDecision, paceOf } from './gcra.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * Limits in the database: one statement decides and counts, so processes agree. By the clock of the database on PostgreSQL, where processes may
 * run on several machines; by that of the process on SQLite, where they share one.
 */
export function createDatabaseLimiter(database: Database, clock: Clock): RateLimiter {
  const { kysely, kind } = database;
  const now = (): RawBuilder<number> =>
    kind === 'postgres'
      ? sql<number>`(extract(epoch from statement_timestamp()) * 1000000)::bigint`
      : sql<number>`${sql.lit(Math.floor(clock() * 1000))}`;
  const larger = kind === 'postgres' ? sql.raw('greatest') : sql.raw('max');
  return {
    async take(key, perMinute, aheadMicros = 0) {
      const { interval, tolerance } = paceOf(perMinute);
      const time = now();
      // A row that is gone, and a caller who knows that it was there.
      if (aheadMicros > 0) {
        await sql`insert into rate_limits (key, tat) values (${key}, ${time} + ${sql.lit(aheadMicros)}) on conflict (key) do nothing`.execute(
          kysely,
        );
      }
      const base = sql<number>`${larger}(rate_limits.tat, ${time} + ${sql.lit(aheadMicros)})`;
      const taken = await sql<{ ahead: number }>`
        insert into rate_limits (key, tat) values (${key}, ${time} + ${sql.lit(interval)})
        on conflict (key) do update set tat = ${base} + ${sql.lit(interval)} where ${base} + ${sql.lit(interval)} - ${time} <= ${sql.lit(tolerance)}
        returning tat - ${time} as ahead`.execute(kysely);
      if (taken.rows[0]) return describeDecision(true, taken.rows[0].ahead, perMinute);
      const known = await sql<{ ahead: number }>`select tat - ${time} as ahead from rate_limits where key = ${key}`.execute(kysely);
      return describeDecision(false, known.rows[0]?.ahead ?? tolerance, perMinute);
    },
    ping: () => database.ping(),
    close: async () => {},
  };
}

/** Rows whose allowance is whole again tell nothing. */
export async function forgetOldLimits({ kysely, kind }: Database, clock: Clock): Promise<void> {
  const now =
    kind === 'postgres'
      ? sql<number>`(extract(epoch from statement_timestamp()) * 1000000)::bigint`
      : sql<number>`${sql.lit(clock() * 1000)}`;
  await kysely.deleteFrom('rate_limits').where('tat', '<', now).execute();
}
