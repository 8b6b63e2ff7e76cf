/** `@maaza/core/sqlite`: store and cache in a SQLite file; needs the package better-sqlite3. */
export {
  createSqliteCache,
  createSqliteStore,
  type SqliteDatabase,
  type SqliteStatement,
  type SqliteStoreConfig,
} from '../adapters/better-sqlite3/index.js';
