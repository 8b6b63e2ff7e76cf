import type { Database } from 'better-sqlite3';
import { CliError, usageError } from '../../errors/cli-error.js';
import { loadSqlite } from '../load-sqlite.js';
import type { InputSource, RawRow } from './raw-row.js';

interface SqliteOptions {
  /** a table or view. @default the only one there is */
  readonly table?: string;
}

/** A table of a SQLite file, in the table's own order. The place of a row is its number, from 1. The file is opened for reading only. */
export function createSqliteSource(name: string, path: string, { table }: SqliteOptions): InputSource {
  return {
    name,
    rows: () => rows(name, path, table),
  };
}

async function* rows(name: string, path: string, table: string | undefined): AsyncGenerator<RawRow> {
  const Sqlite = await loadSqlite();
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true, fileMustExist: true });
    const select = database.prepare(`SELECT * FROM "${chooseTable(database, name, table).replaceAll('"', '""')}"`);
    const header = select.columns().map((column) => column.name);
    let place = 0;
    for (const columns of select.iterate() as Iterable<Record<string, unknown>>) {
      place++;
      yield { place, columns, header };
    }
  } catch (error) {
    if (error instanceof CliError || !isSqliteError(error)) throw error;
    throw usageError(`${name} cannot be read as a SQLite file: ${error.message}`, { file: name, reason: error.code });
  } finally {
    database?.close();
  }
}

const isSqliteError = (error: unknown): error is Error & { code: string } => error instanceof Error && error.name === 'SqliteError';

function chooseTable(database: Database, name: string, wanted: string | undefined): string {
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name")
    .pluck()
    .all() as string[];
  if (wanted === undefined && tables.length === 1) return tables[0]!;
  if (wanted !== undefined && tables.includes(wanted)) return wanted;
  const what = wanted === undefined ? `has ${tables.length} tables; name one with --table` : `has no table "${wanted}"`;
  throw usageError(`${name} ${what}${tables.length > 0 ? `: ${tables.join(', ')}` : ''}`, { file: name, tables });
}
