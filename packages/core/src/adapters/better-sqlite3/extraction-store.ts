import { StoreError } from '../../errors/index.js';
import type { Extraction } from '../../extract/types.js';
import {
  type ExtractionPage,
  type ExtractionStore,
  type ListOptions,
  type ListPosition,
  readExtraction,
  resolveListOptions,
  writeCursor,
  writeExtraction,
} from '../../store/index.js';
import type { SqliteDatabase, SqliteStoreConfig } from './config.js';
import { openDatabase, type SqliteConnection } from './open.js';

interface Row extends ListPosition {
  readonly extraction: string;
}

function prepareStatements(database: SqliteDatabase) {
  const select = 'SELECT sequence, created, extraction FROM maaza_extractions';
  return {
    save: database.prepare(
      `INSERT INTO maaza_extractions (id, created, extraction) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET created = excluded.created, extraction = excluded.extraction`,
    ),
    get: database.prepare(`${select} WHERE id = ?`),
    first: database.prepare(`${select} ORDER BY created DESC, sequence DESC LIMIT ?`),
    next: database.prepare(`${select} WHERE (created, sequence) < (?, ?) ORDER BY created DESC, sequence DESC LIMIT ?`),
    delete: database.prepare('DELETE FROM maaza_extractions WHERE id = ?'),
    count: database.prepare('SELECT count(*) AS count FROM maaza_extractions'),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

class SqliteStore implements ExtractionStore {
  readonly #connection: SqliteConnection;
  readonly #statements: Statements;
  #isDisposed = false;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    this.#statements = prepareStatements(connection.database);
  }

  async save(extraction: Extraction): Promise<void> {
    const json = writeExtraction(extraction);
    this.#ask(({ save }) => save.run(extraction.id, extraction.created, json));
  }

  async get(id: string): Promise<Extraction | undefined> {
    const row = this.#ask(({ get }) => get.get(id) as Row | undefined);
    return row && readExtraction(row.extraction);
  }

  async list(options?: ListOptions): Promise<ExtractionPage> {
    const { limit, after } = resolveListOptions(options);
    // One more than asked for tells whether there is a next page.
    const rows = this.#ask(
      ({ first, next }) => (after ? next.all(after.created, after.sequence, limit + 1) : first.all(limit + 1)) as Row[],
    );
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => readExtraction(row.extraction)),
      ...(rows.length > limit && { nextCursor: writeCursor(page.at(-1)!) }),
    };
  }

  async delete(id: string): Promise<boolean> {
    return this.#ask((statements) => statements.delete.run(id)).changes > 0;
  }

  async count(): Promise<number> {
    return this.#ask(({ count }) => count.get() as { count: number }).count;
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { database, isOwn } = this.#connection;
    if (isOwn && database.open) database.close();
  }

  #ask<T>(question: (statements: Statements) => T): T {
    if (this.#isDisposed) throw new StoreError('disposed', 'the SQLite store was used after dispose()');
    try {
      return question(this.#statements);
    } catch (cause) {
      throw new StoreError('store_unavailable', `the SQLite store failed: ${(cause as Error).message}`, { cause });
    }
  }
}

/**
 * An `ExtractionStore` in a SQLite file, which several processes may share. better-sqlite3 works synchronously: one call blocks the
 * thread for the time of the query, at most `busyTimeoutMs` while another process writes.
 * @throws {RequestError} `invalid_request` @throws {StoreError} `store_unavailable` @throws {DependencyError} `dependency_not_installed`
 */
export async function createSqliteStore(config: SqliteStoreConfig): Promise<ExtractionStore> {
  return new SqliteStore(await openDatabase(config));
}
