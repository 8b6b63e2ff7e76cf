import { loadOptionalDependency } from '../optional-dependency.js';

/** A sheet of a workbook. Rows may be shorter than others, and `undefined` where they are empty. */
export interface SheetText {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
}

interface StyledCell {
  readonly value?: unknown;
  readonly formulaResult?: unknown;
  readonly style?: { readonly numFmt?: string };
}

type Format = (value: unknown, format: string) => string;

/** Dates without a format: the day alone where the time is midnight. */
const printDate = (date: Date) =>
  date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/\.000Z$/, '');

function printCell(value: unknown, cell: StyledCell | undefined, format: Format): string {
  if (value === null || value === undefined) return '';
  const pattern = cell?.style?.numFmt;
  if (typeof value === 'string') return value;
  if (pattern && pattern !== 'General') return format(value, pattern).trim();
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : printDate(value);
  // 15 digits are what a spreadsheet keeps: 0.30000000000000004 is shown as 0.3.
  if (typeof value === 'number') return String(Number(value.toPrecision(15)));
  return typeof value === 'boolean' ? String(value).toUpperCase() : JSON.stringify(value);
}

/** Every visible sheet, each cell as it is shown where the file says how. */
export async function readWorkbook(bytes: Uint8Array, type: 'xlsx' | 'ods'): Promise<readonly SheetText[]> {
  const { readXlsx, readOds, formatValue } = await loadOptionalDependency('hucre', 'reading XLSX and ODS', () => import('hucre'));
  const read = type === 'xlsx' ? readXlsx : readOds;
  const { sheets } = await read(bytes, { readStyles: true });
  return sheets
    .filter(({ hidden, veryHidden }) => !hidden && !veryHidden)
    .map(({ name, rows, cells }) => ({
      name,
      rows: Array.from(rows, (row, y) =>
        Array.from(row ?? [], (value, x) => printCell(value, cells?.get(`${y},${x}`) as StyledCell | undefined, formatValue)),
      ),
    }));
}
