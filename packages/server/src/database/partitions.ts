import { sql } from 'kysely';
import { monthOf, nextMonthAt } from '../clock.js';
import type { Database } from './database.js';

const MONTHS_AHEAD = 3;
/** Any number that nothing else in the database uses. */
const LOCK = 7_220_413;

/** On PostgreSQL, usage rows lie in one partition per month, so that old ones are dropped at once. Made ahead of time; repeated daily. */
export async function ensurePartitions(database: Database, now: number): Promise<void> {
  if (database.kind !== 'postgres') return;
  await database.transaction(async (trx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(trx);
    let from = Date.parse(`${monthOf(now)}-01T00:00:00Z`);
    for (let month = 0; month <= MONTHS_AHEAD; month++) {
      const to = nextMonthAt(from);
      const name = `usage_logs_${monthOf(from).replace('-', '_')}`;
      await sql`create table if not exists ${sql.table(name)} partition of usage_logs for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(
        trx,
      );
      from = to;
    }
  });
}
