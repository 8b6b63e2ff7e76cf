import { describe, expect, it } from 'vitest';
import { addRow, createRowTest, type RowRange } from './row-ranges.js';

describe('row ranges', () => {
  it('keep rows that follow each other as one, and tell each row from the others', () => {
    const rows = [0, 1, 2, 5, 7, 8, 100_000];
    const ranges: RowRange[] = [];
    for (const row of rows) addRow(ranges, row);
    expect(ranges).toEqual([
      [0, 2],
      [5, 5],
      [7, 8],
      [100_000, 100_000],
    ]);
    const isIn = createRowTest(ranges);
    expect(Array.from({ length: 100_002 }, (_, row) => row).filter((row) => isIn(row))).toEqual(rows);
  });

  it('hold nothing at first', () => {
    expect(createRowTest([])(0)).toBe(false);
  });
});
