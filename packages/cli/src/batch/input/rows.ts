import { CliError, usageError } from '../../errors/cli-error.js';
import { cellText, columnOf } from './column.js';
import { readDocumentText } from './document-text.js';
import type { InputSource, RawRow, RowProblem } from './raw-row.js';
import { createSampler } from './sampler.js';
import type { Condition } from './where.js';

/** One text to extract from. */
export interface Row {
  /** from the input, or its place */
  readonly id: string | number;
  /** changes when the text does: the text itself, or size and time of a file */
  readonly fingerprint: string;
  /** @throws {CliError} where there is no text; the failure is this row's alone */
  loadText(signal: AbortSignal): Promise<string>;
}

export interface Selection {
  /** columns that make up the text, one below the other. @default `text`, or the only column there is */
  readonly textColumns: readonly string[];
  /** @default `id`, where the input has one */
  readonly idColumn?: string;
  readonly conditions: readonly Condition[];
  /** so many rows at random. @default all */
  readonly sample?: number;
  readonly seed: number;
  /** the first so many of what is left. @default all */
  readonly limit?: number;
}

/** Rows that the conditions let through; broken ones too, because nobody can tell whether they would have been wanted. */
export async function* matchingRows(sources: readonly InputSource[], selection: Selection): AsyncGenerator<Row & { source: InputSource }> {
  for (const source of sources) {
    let pick: ((raw: RawRow) => Row) | undefined;
    for await (const raw of source.rows()) {
      if (raw.problem === undefined && !selection.conditions.every((isMet) => isMet(raw.columns))) continue;
      const placeOf = (place: RawRow['place']) => (sources.length === 1 || typeof place === 'string' ? place : `${source.name}:${place}`);
      if (raw.problem !== undefined) {
        yield { source, ...problemRow(placeOf(raw.place), raw.problem) };
        continue;
      }
      pick ??= createPicker(source.name, raw, selection, placeOf);
      yield { source, ...pick(raw) };
    }
  }
}

/** The rows to work on: those that match, of them the sample, of them the first. @param matching - number of rows that match, as the survey counted it */
export async function* selectRows(sources: readonly InputSource[], selection: Selection, matching: number): AsyncGenerator<Row> {
  const { sample, seed, limit = Number.POSITIVE_INFINITY } = selection;
  const isPicked = sample === undefined ? () => true : createSampler(sample, matching, seed);
  let left = limit;
  if (left === 0) return;
  for await (const row of matchingRows(sources, selection)) {
    if (!isPicked()) continue;
    yield row;
    if (--left === 0) return;
  }
}

/** Decides from the first row which columns are meant; a wrong name fails here, before anything is run. */
function createPicker(name: string, first: RawRow, selection: Selection, placeOf: (place: RawRow['place']) => string | number) {
  if (first.document !== undefined) return (raw: RawRow) => documentRow(raw);
  const known = first.header?.filter((column) => column !== '') ?? Object.keys(first.columns);
  const idColumn = selection.idColumn ?? (known.includes('id') ? 'id' : undefined);
  const textColumns = selection.textColumns.length > 0 ? selection.textColumns : [defaultTextColumn(name, known, idColumn)];
  if (first.header !== undefined) {
    for (const column of idColumn === undefined ? textColumns : [...textColumns, idColumn])
      if (!known.includes(column))
        throw usageError(`${name} has no column "${column}"; it has: ${known.join(', ')}`, { column, columns: known });
  }
  return (raw: RawRow): Row => {
    const given = idColumn === undefined ? undefined : columnOf(raw.columns, idColumn);
    const id = typeof given === 'number' && Number.isFinite(given) ? given : cellText(given) || placeOf(raw.place);
    const text = joinText(raw, textColumns);
    return typeof text === 'string' ? { id, fingerprint: text, loadText: async () => text } : problemRow(id, text);
  };
}

function defaultTextColumn(name: string, known: readonly string[], idColumn: string | undefined): string {
  if (known.includes('text')) return 'text';
  const others = known.filter((column) => column !== idColumn);
  if (others.length === 1) return others[0]!;
  throw usageError(`which column of ${name} is the text? Say --text-column, one of: ${known.join(', ')}`, { columns: known });
}

function joinText({ columns }: RawRow, textColumns: readonly string[]): string | RowProblem {
  const texts: string[] = [];
  for (const column of textColumns) {
    const value = columnOf(columns, column);
    const text = cellText(value);
    if (text !== undefined) texts.push(text);
    else if (value !== undefined && value !== null) return { code: 'invalid_request', message: `column "${column}" holds no text` };
  }
  if (texts.length > 0) return texts.join('\n');
  return { code: 'invalid_request', message: `there is no text in ${textColumns.map((column) => `column "${column}"`).join(', ')}` };
}

function documentRow({ place, document }: RawRow): Row {
  const { path, size, mtimeMs, attachment = [] } = document!;
  return { id: place, fingerprint: `${size} bytes of ${mtimeMs}`, loadText: (signal) => readDocumentText(path, attachment, signal) };
}

const problemRow = (id: string | number, { code, message }: RowProblem): Row => ({
  id,
  fingerprint: message,
  loadText: () => Promise.reject(new CliError(code, message)),
});
