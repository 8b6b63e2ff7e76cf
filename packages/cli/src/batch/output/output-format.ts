import { extname } from 'node:path';
import type { JsonSchema } from '@maaza/core';
import { usageError } from '../../errors/cli-error.js';
import type { RowStatus } from '../journal/records.js';
import { createCsvFormat } from './csv-format.js';
import { jsonLinesFormat } from './json-lines-format.js';
import type { Result } from './result.js';
import { createSqliteFormat } from './sqlite-format.js';

/** One row of a finished output: what `encode` gave for it. */
export interface WrittenRow {
  readonly text: string;
  readonly status: RowStatus;
}

/** How results are written. Rows are appended to a file beside the output while the run goes on; `finish` makes the output from it. */
export interface OutputFormat {
  /** written before the first row */
  readonly head: string;
  encode(result: Result): string;
  /** The rows of a finished output, in their order. */
  readBack(path: string): AsyncIterable<WrittenRow>;
  /**
   * Makes the finished file from the file of rows, where that is not the finished file itself.
   * @returns path of it
   */
  finish?(rowsPath: string): Promise<string>;
}

/** @throws {CliError} `invalid_request` for an ending that says nothing */
export function outputFormatOf(path: string, schema: JsonSchema): OutputFormat {
  switch (extname(path).toLowerCase()) {
    case '.jsonl':
    case '.ndjson':
      return jsonLinesFormat;
    case '.csv':
      return createCsvFormat(schema, ',');
    case '.tsv':
      return createCsvFormat(schema, '\t');
    case '.sqlite':
    case '.sqlite3':
    case '.db':
      return createSqliteFormat(schema);
    default:
      throw usageError(`--out ${path}: the name must end in .jsonl, .csv, .tsv or .sqlite`, { option: 'out' });
  }
}
