import { type Kysely, type Migration, Migrator } from 'kysely';
import type { Database } from './database.js';
import { first } from './migrations/0001-first.js';
import { ensurePartitions } from './partitions.js';
import type { Tables } from './tables.js';

/** One migration for both databases. There is no way back: what is released is corrected by the next one. */
export type ForwardMigration = (kysely: Kysely<Tables>, kind: Database['kind']) => Promise<void>;

/** In their order. A released migration is never changed. */
const migrations: Readonly<Record<string, ForwardMigration>> = { '0001-first': first };

/**
 * Brings the database to the newest form and gives the names of the migrations that ran. Several processes may start at once: one works,
 * the others wait (a lock on PostgreSQL, the write lock on SQLite).
 */
export async function migrate(database: Database, now: number): Promise<readonly string[]> {
  const entries = Object.entries(migrations).map(([name, up]): [string, Migration] => [
    name,
    { up: (kysely) => up(kysely as Kysely<Tables>, database.kind) },
  ]);
  const provider = { getMigrations: async () => Object.fromEntries(entries) };
  const { error, results = [] } = await new Migrator({ db: database.kysely, provider }).migrateToLatest();
  if (error) throw error;
  await ensurePartitions(database, now);
  return results.map((result) => result.migrationName);
}
