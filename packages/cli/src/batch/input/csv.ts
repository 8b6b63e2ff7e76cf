import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { usageError } from '../../errors/cli-error.js';
import { MAX_INPUT_BYTES } from '../../input/read-bytes.js';
import type { InputSource } from './raw-row.js';
import { recordsToRows } from './records.js';
import { strictUtf8Text } from './utf8-chunks.js';

interface CsvOptions {
  /** @default the one that the header line holds most of */
  readonly delimiter?: string;
}

const DELIMITERS = [',', ';', '\t', '|'];

/** A CSV or TSV file with a header line. The place of a row is its record, from 1, without the header. */
export function createCsvSource(name: string, path: string, { delimiter }: CsvOptions): InputSource {
  return {
    name,
    rows: () => recordsToRows(records(name, path, delimiter)),
  };
}

/** Only the header is asked: column names hardly ever hold a delimiter, texts often do. */
export function detectDelimiter(start: string): string {
  const unquoted = start.replace(/"[^"]*"?/g, '');
  const header = unquoted.trimStart().split(/[\r\n]/, 1)[0]!;
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

async function* records(name: string, path: string, delimiter: string | undefined): AsyncGenerator<readonly unknown[]> {
  const chunks = strictUtf8Text(path);
  const first = (await chunks.next()).value ?? '';
  const parser = parse({
    delimiter: delimiter ?? detectDelimiter(first),
    // Files that several programs have written may mix them.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_INPUT_BYTES,
  });
  const text = async function* () {
    yield first;
    yield* chunks;
  };
  // The callback takes what goes wrong; the loop below throws it.
  pipeline(Readable.from(text()), parser, () => {});
  try {
    for await (const record of parser as AsyncIterable<string[]>) yield record;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw usageError(`${name} is not CSV: ${error.message}`, { file: name, reason: error.code });
  } finally {
    parser.destroy();
  }
}
