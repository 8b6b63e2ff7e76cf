import { StoreError } from '../../errors/index.js';
import type { SqliteDatabase } from './config.js';

/** Each entry is one step of the file's form, never changed after a release; a new form is a new entry. */
const migrations: readonly string[] = [
  `CREATE TABLE maaza_extractions (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     created INTEGER NOT NULL,
     extraction TEXT NOT NULL
   );
   CREATE INDEX maaza_extractions_newest ON maaza_extractions (created DESC, sequence DESC);`,
  'CREATE TABLE maaza_cache (key TEXT PRIMARY KEY, extraction TEXT NOT NULL) WITHOUT ROWID;',
];

/** Brings the file to the newest form. Two processes may do so at once: the second waits and finds nothing left to do. */
export function migrate(database: SqliteDatabase): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    database.exec('CREATE TABLE IF NOT EXISTS maaza_migrations (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL)');
    const { version } = database.prepare('SELECT coalesce(max(version), 0) AS version FROM maaza_migrations').get() as { version: number };
    if (version > migrations.length) {
      throw new StoreError(
        'store_unavailable',
        `the store was written by a newer version of Maaza (form ${version}, this one knows ${migrations.length})`,
        {
          details: { version, known: migrations.length },
        },
      );
    }
    const record = database.prepare('INSERT INTO maaza_migrations (version, applied) VALUES (?, unixepoch())');
    for (let next = version + 1; next <= migrations.length; next++) {
      database.exec(migrations[next - 1]!);
      record.run(next);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
