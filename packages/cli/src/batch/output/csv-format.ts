import type { JsonSchema, JsonValue } from '@maaza/core';
import { stringify } from 'csv-stringify/sync';
import { columnsOf, OWN_COLUMNS, valueAt } from './columns.js';
import type { OutputFormat } from './output-format.js';

/** A header, then a line for each row: `_id`, `_valid`, `_errors` (JSON), and the values. Nothing (null, or missing) is an empty cell, `""` an empty string. */
export function createCsvFormat(schema: JsonSchema, delimiter: string): OutputFormat {
  const columns = columnsOf(schema);
  const line = (cells: readonly unknown[]) =>
    stringify([cells as unknown[]], { delimiter, quoted_empty: false, quoted_match: /^$|^\s|\s$/ });
  return {
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

function toCell(value: JsonValue | undefined): string | number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
