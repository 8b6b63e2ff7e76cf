export { createSqliteCache } from './cache.js';
export type { SqliteDatabase, SqliteStatement, SqliteStoreConfig } from './config.js';
export { createSqliteStore } from './extraction-store.js';
