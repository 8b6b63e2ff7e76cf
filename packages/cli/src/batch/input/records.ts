import type { RawRow } from './raw-row.js';

/** Rows from the records of a table whose first record is the header. A cell without a name is left out; of two with one name the first counts. */
export async function* recordsToRows(records: AsyncIterable<readonly unknown[]>): AsyncGenerator<RawRow> {
  let header: readonly string[] | undefined;
  let place = 0;
  for await (const record of records) {
    if (header === undefined) {
      header = record.map((cell) => (cell === null || cell === undefined ? '' : String(cell).trim()));
      continue;
    }
    place++;
    const columns: Record<string, unknown> = Object.create(null);
    header.forEach((column, at) => {
      if (column !== '' && !(column in columns)) columns[column] = record[at];
    });
    yield { place, columns, header };
  }
}
