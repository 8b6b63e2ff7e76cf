import { createReadStream } from 'node:fs';
import type { JsonSchema, JsonValue } from '@maaza/core';
import { stringify } from 'csv-stringify/sync';
import { readLines } from '../input/read-lines.js';
import type { RowStatus } from '../journal/records.js';
import { columnsOf, OWN_COLUMNS, valueAt } from './columns.js';
import type { OutputFormat, WrittenRow } from './output-format.js';

/** A header, then a line for each row: `_id`, `_valid`, `_errors` (JSON), and the values. Nothing (null, or missing) is an empty cell, `""` an empty string. */
export function createCsvFormat(schema: JsonSchema, delimiter: string): OutputFormat {
  const columns = columnsOf(schema);
  const line = (cells: readonly unknown[]) =>
    stringify([cells as unknown[]], { delimiter, quoted_empty: false, quoted_match: /^$|^\s|\s$/ });
  return {
    readBack: (path) => readRecords(path, delimiter),
    head: line([...OWN_COLUMNS, ...columns.map((column) => column.name)]),
    encode: (result) =>
      'error' in result
        ? line([result.id, null, JSON.stringify([result.error]), ...columns.map(() => null)])
        : line([
            result.id,
            String(result.valid),
            result.errors.length === 0 ? null : JSON.stringify(result.errors),
            ...columns.map((column) => toCell(valueAt(result.data, column))),
          ]),
  };
}

/** A line break inside of quotes ends no record. */
async function* readRecords(path: string, delimiter: string): AsyncGenerator<WrittenRow> {
  const beginning = new RegExp(`^(?:"(?:[^"]|"")*"|[^"${delimiter}]*)${delimiter}(true|false)?`, 's');
  const statuses: Readonly<Record<string, RowStatus>> = { true: 'valid', false: 'invalid' };
  let record = '';
  let quotes = 0;
  let isHead = true;
  for await (const bytes of readLines(createReadStream(path))) {
    const line = `${bytes}\n`;
    record += line;
    quotes += line.split('"').length - 1;
    if (quotes % 2 === 1) continue;
    if (!isHead) yield { text: record, status: statuses[beginning.exec(record)?.[1] ?? ''] ?? 'failed' };
    isHead = false;
    record = '';
    quotes = 0;
  }
}

function toCell(value: JsonValue | undefined): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
