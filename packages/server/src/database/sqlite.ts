import SqliteConstructor from 'better-sqlite3';
import { CompiledQuery, type DatabaseConnection, Kysely, SqliteAdapter, SqliteDialect, SqliteDriver, sql } from 'kysely';
import type { Clock } from '../clock.js';
import type { Database } from './database.js';
import { retryTransient } from './retry.js';
import type { Tables } from './tables.js';

const BUSY_TIMEOUT_MS = 5000;

/** Takes the write lock when a transaction begins: one that reads first and writes later would fail where another process wrote between. */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite can undo changes of the schema. So migrations run in one transaction, and a second starter waits for it. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class Dialect extends SqliteDialect {
  readonly #database: SqliteConstructor.Database;

  constructor(database: SqliteConstructor.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver() {
    return new ImmediateDriver({ database: this.#database });
  }

  override createAdapter() {
    return new TransactionalAdapter();
  }
}

/** Going over to WAL needs the file for itself for a moment, and SQLite does not wait for that by itself. */
const switchToWal = (database: SqliteConstructor.Database) => retryTransient(async () => void database.pragma('journal_mode = WAL'));

export interface SqliteOptions {
  /** file, or `:memory:` */
  readonly path: string;
  readonly durability: 'process' | 'machine';
  readonly clock: Clock;
}

/** Opens a file that several processes may use at once: readers never wait, writers wait for each other. */
export async function openSqlite({ path, durability, clock }: SqliteOptions): Promise<Database> {
  const database = new SqliteConstructor(path);
  database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  await switchToWal(database);
  database.pragma(`synchronous = ${durability === 'machine' ? 'FULL' : 'NORMAL'}`);
  database.pragma('foreign_keys = ON');
  const kysely = new Kysely<Tables>({ dialect: new Dialect(database) });
  return {
    kind: 'sqlite',
    kysely,
    now: () => sql<number>`${sql.lit(Math.floor(clock()))}`,
    transaction: (work) => retryTransient(() => kysely.transaction().execute(work)),
    ping: async () => void (await sql`select 1`.execute(kysely)),
    close: () => kysely.destroy(),
  };
}
