import { MaazaError, RequestError, StoreError } from '../../errors/index.js';
import { loadOptionalDependency } from '../optional-dependency.js';
import { type SqliteDatabase, type SqliteStoreConfig, sqliteStoreDefaults } from './config.js';
import { migrate } from './migrations.js';

/** A database, and whether we opened it and so have to close it. */
export interface SqliteConnection {
  readonly database: SqliteDatabase;
  readonly isOwn: boolean;
}

async function openPath(path: string): Promise<SqliteDatabase> {
  const { default: Database } = await loadOptionalDependency('better-sqlite3', 'the SQLite store', () => import('better-sqlite3'));
  return new Database(path) as unknown as SqliteDatabase;
}

async function openTarget({ database, path }: SqliteStoreConfig): Promise<SqliteConnection> {
  if (path !== undefined) return { database: await openPath(path), isOwn: true };
  return typeof database === 'function' ? { database: database(), isOwn: true } : { database: database!, isOwn: false };
}

function resolveBusyTimeout({ busyTimeoutMs = sqliteStoreDefaults.busyTimeoutMs }: SqliteStoreConfig): number {
  if (Number.isInteger(busyTimeoutMs) && busyTimeoutMs >= 0 && busyTimeoutMs <= 600_000) return busyTimeoutMs;
  throw new RequestError('invalid_request', `busyTimeoutMs is an integer from 0 to 600000, not ${busyTimeoutMs}`, {
    details: { option: 'busyTimeoutMs' },
  });
}

const isBusy = (error: unknown) => (error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true;

/** Going over to WAL needs the file for itself for a moment, and SQLite does not wait for that by itself. */
async function switchToWal(database: SqliteDatabase, busyTimeoutMs: number): Promise<void> {
  const end = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return void database.pragma('journal_mode = WAL');
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20));
    }
  }
}

/**
 * Opens the database and brings it to the newest form. Writers in other processes are waited for, readers never are (WAL).
 * @throws {RequestError} `invalid_request` @throws {StoreError} `store_unavailable` @throws {DependencyError} `dependency_not_installed`
 */
export async function openDatabase(config: SqliteStoreConfig): Promise<SqliteConnection> {
  if ((config.database === undefined) === (config.path === undefined)) {
    throw new RequestError('invalid_request', 'the SQLite store takes either database or path', { details: { option: 'path' } });
  }
  const busyTimeoutMs = resolveBusyTimeout(config);
  let connection: SqliteConnection | undefined;
  try {
    connection = await openTarget(config);
    const { database } = connection;
    database.pragma(`busy_timeout = ${busyTimeoutMs}`);
    await switchToWal(database, busyTimeoutMs);
    // With WAL this loses no committed extraction when the process dies, at most the last ones when the machine does.
    database.pragma('synchronous = NORMAL');
    migrate(database);
    return connection;
  } catch (cause) {
    if (connection?.isOwn) connection.database.close();
    if (MaazaError.isInstance(cause)) throw cause;
    throw new StoreError('store_unavailable', `the SQLite store cannot be opened: ${(cause as Error).message}`, {
      details: { ...(config.path !== undefined && { path: config.path }) },
      cause,
    });
  }
}
