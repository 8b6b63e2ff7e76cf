import { createReadStream, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { JsonSchema, JsonValue } from '@maaza/core';
import { readLines } from '../input/read-lines.js';
import { loadSqlite } from '../load-sqlite.js';
import { columnsOf, OWN_COLUMNS, valueAt } from './columns.js';
import { jsonLinesFormat } from './json-lines-format.js';
import { outputError } from './output-error.js';
import type { OutputFormat, WrittenRow } from './output-format.js';
import { type Failure, type Result, statusOfResult } from './result.js';

/** Cells of our own columns, as they are in the table. */
interface OwnCells {
  readonly _id: string | number;
  readonly _valid: number | null;
  readonly _errors: string;
  readonly _data: string | null;
}

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * A table `results`: `_id`, `_valid`, `_errors` and `_data` (JSON), and the values. A database file depends on every change that was ever
 * made to it, so rows are collected as JSON lines, and the file is made from them in one transaction.
 */
export function createSqliteFormat(schema: JsonSchema): OutputFormat {
  const columns = columnsOf(schema);
  const names = [...OWN_COLUMNS, '_data', ...columns.map((column) => column.name)];
  const toParameters = (result: Result): unknown[] =>
    'error' in result
      ? [result.id, null, JSON.stringify([result.error]), null, ...columns.map(() => null)]
      : [
          result.id,
          Number(result.valid),
          JSON.stringify(result.errors),
          JSON.stringify(result.data),
          ...columns.map((column) => toCell(valueAt(result.data, column))),
        ];
  return {
    ...jsonLinesFormat,
    readBack: readRows,
    async finish(rowsPath) {
      const path = `${rowsPath}.building`;
      try {
        rmSync(path, { force: true });
        await build(path, rowsPath, names, toParameters);
        await sync(path);
        return path;
      } catch (error) {
        rmSync(path, { force: true });
        throw outputError(path, error);
      }
    },
  };
}

/** As they were collected, before the table was made of them. */
async function* readRows(path: string): AsyncGenerator<WrittenRow> {
  const database = new (await loadSqlite())(path, { readonly: true });
  try {
    const rows = database.prepare('SELECT _id, _valid, _errors, _data FROM results ORDER BY rowid').iterate() as Iterable<OwnCells>;
    for (const { _id: id, _valid: valid, _errors: errors, _data: data } of rows) {
      const result: Result =
        valid === null
          ? { id, error: (JSON.parse(errors) as [Failure])[0] }
          : { id, valid: valid === 1, data: JSON.parse(data!), errors: JSON.parse(errors) };
      yield { text: jsonLinesFormat.encode(result), status: statusOfResult(result) };
    }
  } finally {
    database.close();
  }
}

async function build(path: string, rowsPath: string, names: readonly string[], toParameters: (result: Result) => unknown[]): Promise<void> {
  const database = new (await loadSqlite())(path);
  try {
    // Nobody reads it before it is whole, and it is synced at the end.
    database.pragma('journal_mode = OFF');
    database.pragma('synchronous = OFF');
    database.exec('BEGIN');
    database.exec(`CREATE TABLE results (${names.map(quote).join(', ')})`);
    const insert = database.prepare(`INSERT INTO results VALUES (${names.map(() => '?').join(', ')})`);
    for await (const line of readLines(createReadStream(rowsPath))) insert.run(...toParameters(JSON.parse(String(line)) as Result));
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

function toCell(value: JsonValue | undefined): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
}
