/** `@maaza/core/sqlite`: the store in a SQLite file; needs the package better-sqlite3. */
export { createSqliteStore, type SqliteDatabase, type SqliteStatement, type SqliteStoreConfig } from '../adapters/better-sqlite3/index.js';
