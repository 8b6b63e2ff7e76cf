import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CliError, usageError } from '../../errors/cli-error.js';
import { fileProblem } from './file-problem.js';
import type { InputSource } from './raw-row.js';
import { recordsToRows } from './records.js';

interface XlsxOptions {
  /** name of a sheet. @default the first one */
  readonly sheet?: string;
}

/** One sheet of an Excel workbook, whose first row is the header. The place of a row is its record, from 1, without the header. */
export function createXlsxSource(name: string, path: string, { sheet }: XlsxOptions): InputSource {
  return {
    name,
    rows: () => recordsToRows(records(name, path, sheet)),
  };
}

async function* records(name: string, path: string, sheet: string | undefined): AsyncGenerator<readonly unknown[]> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  const file = createReadStream(path);
  let fileError: unknown;
  file.on('error', (error) => {
    fileError = error;
  });
  try {
    for await (const { values } of streamXlsxRows(Readable.toWeb(file) as ReadableStream<Uint8Array>, { sheet: sheet ?? 0 })) {
      // Sheets often hold formatted rows below the data.
      if (values.some((value) => value !== null && value !== '')) yield values;
    }
  } catch (error) {
    if (fileError !== undefined) throw fileProblem(path, fileError);
    if (error instanceof CliError) throw error;
    throw usageError(`${name} cannot be read as an Excel workbook: ${(error as Error).message}`, { file: name });
  } finally {
    file.destroy();
  }
}
