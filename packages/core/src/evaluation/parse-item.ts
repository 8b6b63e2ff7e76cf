import { RequestError } from '../errors/index.js';
import { isObject, type Maybe } from './json.js';
import type { EvaluationItem } from './types.js';

/** Where a line stands, for messages. */
export interface LinePlace {
  /** name of the file */
  readonly file: string;
  /** from 1 */
  readonly line: number;
}

const isUnknownObject = (value: unknown): value is Record<string, unknown> => isObject(value as Maybe);

const isSpan = (value: unknown, length: number): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isInteger) && value[0] >= 0 && value[0] < value[1] && value[1] <= length;

function problemOfAccept(accept: unknown): string | undefined {
  if (accept === undefined) return undefined;
  if (!isUnknownObject(accept)) return '"accept" must be an object of JSON pointers';
  for (const [pointer, entry] of Object.entries(accept)) {
    if (pointer !== '' && !pointer.startsWith('/')) return `"accept" holds ${JSON.stringify(pointer)}, which is not a JSON pointer`;
    if (!isUnknownObject(entry) || !Array.isArray(entry.values)) return `"accept" at ${pointer} needs a list "values"`;
    if (entry.may_omit !== undefined && typeof entry.may_omit !== 'boolean') return `"may_omit" at ${pointer} must be true or false`;
  }
  return undefined;
}

function problemOfSpans(spans: unknown, { length }: string): string | undefined {
  if (spans === undefined) return undefined;
  if (!isUnknownObject(spans)) return '"spans" must be an object of JSON pointers';
  for (const [pointer, span] of Object.entries(spans)) {
    const isRight = isSpan(span, length) || (Array.isArray(span) && span.length > 0 && span.every((one) => isSpan(one, length)));
    if (!isRight) return `"spans" at ${pointer} must be [start, end) inside the text (${length} UTF-16 units), or a list of such pairs`;
  }
  return undefined;
}

function problemOf(item: unknown): string | undefined {
  if (!isUnknownObject(item)) return 'it must be an object with "id", "text", "schema" and "expected"';
  if (typeof item.id !== 'string' || item.id === '') return '"id" must be a string';
  if (typeof item.text !== 'string') return '"text" must be a string';
  if (!isUnknownObject(item.schema)) return '"schema" must be a JSON Schema object';
  if (item.expected === undefined) return '"expected" is missing';
  return problemOfAccept(item.accept) ?? problemOfSpans(item.spans, item.text);
}

/**
 * Reads one line of an evaluation set.
 * @throws {RequestError} `invalid_evaluation_data`, with file and line
 */
export function parseEvaluationItem(json: string, { file, line }: LinePlace): EvaluationItem {
  const fail = (problem: string, cause?: unknown) =>
    new RequestError('invalid_evaluation_data', `${file}, line ${line}: ${problem}`, { details: { file, line, problem }, cause });
  let item: unknown;
  try {
    item = JSON.parse(json);
  } catch (cause) {
    throw fail(`it is not JSON (${(cause as Error).message})`, cause);
  }
  const problem = problemOf(item);
  if (problem !== undefined) throw fail(problem);
  return item as EvaluationItem;
}

/**
 * Reads the lines of an evaluation set; empty ones are skipped.
 * @throws {RequestError} `invalid_evaluation_data`, with file and line; also where an id comes twice
 */
export function parseEvaluationItems(lines: Iterable<string>, file: string): EvaluationItem[] {
  const items: EvaluationItem[] = [];
  const lineOfId = new Map<string, number>();
  let line = 0;
  for (const json of lines) {
    line++;
    if (json.trim() === '') continue;
    const item = parseEvaluationItem(json, { file, line });
    const earlier = lineOfId.get(item.id);
    if (earlier !== undefined) {
      const problem = `the id ${JSON.stringify(item.id)} was given in line ${earlier} already`;
      throw new RequestError('invalid_evaluation_data', `${file}, line ${line}: ${problem}`, { details: { file, line, problem } });
    }
    lineOfId.set(item.id, line);
    items.push(item);
  }
  return items;
}
