/** Rows that follow each other, from 0, both ends included. */
export type RowRange = readonly [first: number, last: number];

/** Adds a row behind all that are there. */
export function addRow(ranges: RowRange[], row: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] === row - 1) ranges[ranges.length - 1] = [last[0], row];
  else ranges.push([row, row]);
}

/** Tells whether a row is in the ranges. To be asked about rows in their order. */
export function createRowTest(ranges: readonly RowRange[]): (row: number) => boolean {
  let at = 0;
  return (row) => {
    while (at < ranges.length && ranges[at]![1] < row) at++;
    return at < ranges.length && ranges[at]![0] <= row;
  };
}
