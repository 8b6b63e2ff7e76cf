import type { DoneRecord } from '../journal/records.js';
import { createRowTest } from '../journal/row-ranges.js';
import type { RunPaths } from '../journal/run-files.js';
import type { OutputFormat, WrittenRow } from './output-format.js';

/**
 * What a finished output keeps when its failed rows are done again: for each row from `from` on its bytes, or nothing where it failed.
 * @param done - of the run that made the output
 */
export async function* keptRows(
  { out, errors }: RunPaths,
  format: OutputFormat,
  { failed }: DoneRecord,
  from: number,
): AsyncGenerator<WrittenRow | undefined> {
  const isFailed = createRowTest(failed);
  const written = format.readBack(out)[Symbol.asyncIterator]();
  try {
    for (let row = 0; ; row++) {
      const isGone = isFailed(row);
      // With a file for failures, the output has no place for a failed row.
      const next = isGone && errors !== undefined ? undefined : await written.next();
      if (next?.done) return;
      if (row >= from) yield isGone ? undefined : next?.value;
    }
  } finally {
    await written.return?.();
  }
}
