import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../clock.js';
import type { ServerConfig } from '../config/config.js';
import type { Database } from './database.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';

const SQLITE_PREFIX = 'file:';

/** Opens what `DATABASE_URL` names; the folder of an SQLite file is made. */
export async function openDatabase(
  config: Pick<ServerConfig, 'databaseUrl' | 'databasePoolSize' | 'sqliteDurability'>,
  { clock, onError }: { readonly clock: Clock; readonly onError: (error: Error) => void },
): Promise<Database> {
  const { databaseUrl, databasePoolSize, sqliteDurability } = config;
  if (!databaseUrl.startsWith(SQLITE_PREFIX)) return openPostgres({ url: databaseUrl, poolSize: databasePoolSize, onError });
  const path = databaseUrl.slice(SQLITE_PREFIX.length);
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  return openSqlite({ path, durability: sqliteDurability, clock });
}
