import { DocumentBuilder } from '../document-builder.js';
import { libraries } from '../libraries.js';
import type { Reader, ReaderContext } from '../reader.js';
import { WHOLE } from '../text-map.js';
import { overLimit } from '../unreadable.js';
import { decodeXml } from '../zip-container.js';
import { readMarkupParts, type ZipParts } from './zip-parts.js';

const CONTENT = 'content.xml';
const CELL_WITH_TEXT = /<table:table-cell\b([^>]*)>(?=\s*<text:p\b)/g;
const TYPED_VALUE =
  /\s(?:office:(?:value-type|value|date-value|time-value|boolean-value|string-value|currency)|calcext:value-type|table:formula)="[^"]*"/g;

/** The same workbook with what each cell shows as its value: OpenDocument writes both, the reader takes the value alone. */
function withShownText(parts: ZipParts): ZipParts {
  if (!parts[CONTENT]) return parts;
  const xml = decodeXml(parts[CONTENT]).replaceAll(
    CELL_WITH_TEXT,
    (_, attributes: string) => `<table:table-cell office:value-type="string"${attributes.replaceAll(TYPED_VALUE, '')}>`,
  );
  return { ...parts, [CONTENT]: new TextEncoder().encode(xml) };
}

/** One row a line, tabs between cells; line breaks and tabs inside of a cell become blanks. Each cell has a place. */
async function readSheets(bytes: Uint8Array, type: 'xlsx' | 'ods', context: ReaderContext) {
  const [{ packZip }, { readWorkbook }] = await Promise.all([libraries.zip(), libraries.workbook()]);
  const { limits } = context;
  const parts = await readMarkupParts(bytes, context);
  const sheets = await readWorkbook(await packZip(type === 'ods' ? withShownText(parts) : parts), type);
  if (sheets.length > limits.maxPages) throw overLimit('maxPages', limits.maxPages, sheets.length, `has ${sheets.length} sheets`);
  const builder = new DocumentBuilder(limits);
  for (const { name, rows } of sheets) {
    const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
    if (width * rows.length > limits.maxCells)
      throw overLimit('maxCells', limits.maxCells, width * rows.length, `has a sheet of ${rows.length} rows and ${width} columns`);
    builder.startPage({ name, size: { width, height: rows.length, unit: 'cell' } });
    if (sheets.length > 1) builder.append(`# ${name}\n\n`);
    rows.forEach((row, y) => {
      const last = row.findLastIndex((cell) => cell !== '');
      row.slice(0, last + 1).forEach((cell, x) => {
        if (x > 0) builder.append('\t');
        builder.append(cell.replaceAll(/\s+/g, ' '), { x, y, width: 1, height: 1 }, WHOLE);
      });
      if (last >= 0 && y < rows.length - 1) builder.append('\n');
    });
  }
  return builder.finish(type);
}

export const readXlsx: Reader = (bytes, context) => readSheets(bytes, 'xlsx', context);
export const readOds: Reader = (bytes, context) => readSheets(bytes, 'ods', context);
