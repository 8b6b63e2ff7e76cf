import type { Cache } from '../../cache/index.js';
import { StoreError } from '../../errors/index.js';
import { readExtraction, writeExtraction } from '../../store/index.js';
import type { SqliteStoreConfig } from './config.js';
import { openDatabase } from './open.js';

/**
 * A `Cache` in a SQLite file, which outlives the process and which several processes may share. It forgets nothing; delete the file to
 * start anew. The file may be that of a store.
 * @throws {RequestError} `invalid_request` @throws {StoreError} `store_unavailable` @throws {DependencyError} `dependency_not_installed`
 */
export async function createSqliteCache(config: SqliteStoreConfig): Promise<Cache> {
  const { database, isOwn } = await openDatabase(config);
  const select = database.prepare('SELECT extraction FROM maaza_cache WHERE key = ?');
  const replace = database.prepare('INSERT OR REPLACE INTO maaza_cache (key, extraction) VALUES (?, ?)');
  let isDisposed = false;

  const ask = <T>(question: () => T): T => {
    if (isDisposed) throw new StoreError('disposed', 'the SQLite cache was used after dispose()');
    try {
      return question();
    } catch (cause) {
      throw new StoreError('store_unavailable', `the SQLite cache failed: ${(cause as Error).message}`, { cause });
    }
  };
  return {
    get: async (key) => {
      const row = ask(() => select.get(key)) as { readonly extraction: string } | undefined;
      return row && readExtraction(row.extraction);
    },
    set: async (key, extraction) => {
      const json = writeExtraction(extraction);
      ask(() => replace.run(key, json));
    },
    dispose: async () => {
      if (isDisposed) return;
      isDisposed = true;
      if (isOwn && database.open) database.close();
    },
  };
}
