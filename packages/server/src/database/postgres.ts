import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Database } from './database.js';
import { retryTransient } from './retry.js';
import type { Tables } from './tables.js';

/** Type `int8`, which pg gives as text because it may be larger than a safe integer; ours are times and counts. */
const INT8 = 20;
const CONNECT_TIMEOUT_MS = 3000;
/** No transaction of ours is long; one that waits longer is stuck behind something. */
const STATEMENT_TIMEOUT_MS = 10_000;

export interface PostgresOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly onError: (error: Error) => void;
}

/** @throws {DependencyError} where the package pg is not installed */
export async function openPostgres({ url, poolSize, onError }: PostgresOptions): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'maaza',
    types: {
      getTypeParser: ((oid: number, format?: 'text') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format))) as never,
    },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', onError);
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    kind: 'postgres',
    kysely,
    now: () => sql<number>`(extract(epoch from statement_timestamp()) * 1000)::bigint`,
    transaction: (work) => retryTransient(() => kysely.transaction().execute(work)),
    ping: async () => void (await sql`select 1`.execute(kysely)),
    close: () => kysely.destroy(),
  };
}
