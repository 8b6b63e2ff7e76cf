import { cellOf, drawTable } from './table.js';

type Row = Readonly<Record<string, unknown>>;

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOfRows = (value: unknown): value is readonly Row[] => Array.isArray(value) && value.length > 0 && value.every(isRow);

/** Data as tables: one of fields and values, then one for each list of objects. */
export function drawData(data: unknown): string {
  if (isListOfRows(data)) return drawRows(data);
  if (!isRow(data)) return drawTable(['value'], [[cellOf(data)]], 'bordered');
  const plain: string[][] = [];
  const lists: string[] = [];
  collect(data, '', plain, lists);
  const fields = plain.length > 0 ? [drawTable(['field', 'value'], plain, 'bordered')] : [];
  return [...fields, ...lists].join('\n\n');
}

function collect(data: Row, path: string, plain: string[][], lists: string[]): void {
  for (const [key, value] of Object.entries(data)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (isListOfRows(value)) lists.push(`${cellOf(name)}\n${drawRows(value)}`);
    else if (isRow(value) && Object.keys(value).length > 0) collect(value, name, plain, lists);
    else plain.push([cellOf(name), Array.isArray(value) ? value.map(cellOf).join(', ') : cellOf(value)]);
  }
}

function drawRows(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return drawTable(
    columns.map(cellOf),
    rows.map((row) => columns.map((column) => cellOf(row[column]))),
    'bordered',
  );
}
