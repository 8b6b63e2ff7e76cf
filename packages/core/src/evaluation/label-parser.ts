import type { JsonSchema, JsonValue } from '../extract/types.js';
import { resolveSubschema, typeWithoutNull } from '../schema/json-schema.js';
import { collapseSpace, isObject, type Maybe } from './json.js';

/** A line of the text, with the lines that are indented below it. */
interface Line {
  readonly indent: number;
  /** what stands before the colon, as words in lower case; absent where there is no colon */
  readonly label?: string;
  /** what stands after the colon, or the whole line */
  readonly value: string;
  readonly children: Line[];
}

const LABELLED = /^([^:：=\t]{1,60}?)\s*[:：=\t]\s*(.*)$/u;
const NUMBER = /[-+−]?\d[\d.,' \u00a0\u202f]*/u;
const YES = /^(?:true|yes|y|on|1)$/i;
const NO = /^(?:false|no|n|off|0)$/i;

/** `orderId`, `order_id` and `Order ID` are the same words. */
const wordsOf = (name: string) => collapseSpace(name.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2').replace(/[^\p{L}\p{N}]+/gu, ' ')).toLowerCase();

function parseLines(text: string): Line[] {
  const top: Line[] = [];
  const open: Line[] = [];
  for (const raw of text.split(/\r\n?|\n/)) {
    const content = raw.trim().replace(/^[-*•]\s+/u, '');
    if (content === '') continue;
    const labelled = LABELLED.exec(content);
    const line: Line = {
      indent: raw.length - raw.trimStart().length,
      ...(labelled ? { label: wordsOf(labelled[1]!) } : {}),
      value: labelled ? labelled[2]! : content,
      children: [],
    };
    while (open.length > 0 && open.at(-1)!.indent >= line.indent) open.pop();
    (open.at(-1)?.children ?? top).push(line);
    open.push(line);
  }
  return top;
}

const deeper = (lines: readonly Line[]): Line[] => lines.flatMap((line) => [line, ...deeper(line.children)]);

/** The line of a name: on the level looked at, then anywhere below; its words alone, then among others. */
function findLine(lines: readonly Line[], names: readonly string[]): Line | undefined {
  const hasWords = (label: string, name: string) => ` ${label} `.includes(` ${name} `);
  for (const pool of [lines, deeper(lines)]) {
    const exact = pool.find(({ label }) => label !== undefined && names.includes(label));
    const near = exact ?? pool.find(({ label }) => label !== undefined && names.some((name) => hasWords(label, name)));
    if (near) return near;
  }
  return undefined;
}

/** A label that comes a second time begins the next record. */
function splitRecords(lines: readonly Line[]): Line[][] {
  const records: Line[][] = [];
  let seen = new Set<string>();
  for (const line of lines) {
    if (records.length === 0 || (line.label !== undefined && seen.has(line.label))) {
      records.push([]);
      seen = new Set();
    }
    records.at(-1)!.push(line);
    if (line.label !== undefined) seen.add(line.label);
  }
  return records;
}

/** Digits with the last separator as the decimal one, unless three digits follow it and it is a comma. */
function readNumber(printed: string): number | undefined {
  const [found] = NUMBER.exec(printed) ?? [];
  if (found === undefined) return undefined;
  const compact = found
    .replace(/[' \u00a0\u202f]/gu, '')
    .replace('−', '-')
    .replace(/[.,]+$/, '');
  const decimal = /,\d{3}$/.test(compact) ? -1 : Math.max(compact.lastIndexOf(','), compact.lastIndexOf('.'));
  const whole = (decimal < 0 ? compact : compact.slice(0, decimal)).replace(/[.,]/g, '');
  const value = Number(decimal < 0 ? whole : `${whole}.${compact.slice(decimal + 1)}`);
  return Number.isFinite(value) ? value : undefined;
}

class LabelParser {
  readonly #root: JsonSchema;

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  object(schema: JsonSchema, lines: readonly Line[]): JsonValue {
    const properties = isObject(schema.properties as Maybe) ? (schema.properties as Record<string, unknown>) : {};
    const found = Object.entries(properties).flatMap(([key, raw]): [string, JsonValue][] => {
      const member = resolveSubschema(raw, this.#root);
      const names = [key, member.title].filter((name) => typeof name === 'string').map(wordsOf);
      const line = findLine(lines, names);
      const value = line === undefined ? undefined : this.#value(member, line, lines);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(found);
  }

  #value(schema: JsonSchema, line: Line, level: readonly Line[]): JsonValue | undefined {
    const type = typeWithoutNull(schema);
    if (type === 'object') return this.object(schema, line.children);
    if (type === 'array') return this.#list(resolveSubschema(schema.items, this.#root), line);
    // Scans put the value on the next line, at times behind the colon.
    const next = line.children[0] ?? level[level.indexOf(line) + 1];
    const isNext = line.value === '' && next !== undefined && (next.label === undefined || next.label === '');
    return this.#scalar(schema, collapseSpace(isNext ? next.value : line.value));
  }

  #list(items: JsonSchema, line: Line): JsonValue {
    if (typeWithoutNull(items) === 'object') return splitRecords(line.children).map((record) => this.object(items, record));
    const printed = line.value === '' ? line.children.map(({ value }) => value) : line.value.split(/\s*[,;]\s*/);
    return printed.flatMap((value) => this.#scalar(items, collapseSpace(value)) ?? []);
  }

  #scalar(schema: JsonSchema, printed: string): JsonValue | undefined {
    if (printed === '') return undefined;
    if (Array.isArray(schema.enum)) return schema.enum.find((option) => typeof option === 'string' && wordsOf(option) === wordsOf(printed));
    switch (typeWithoutNull(schema)) {
      case 'number':
        return readNumber(printed);
      case 'integer': {
        const value = readNumber(printed);
        return Number.isInteger(value) ? value : undefined;
      }
      case 'boolean':
        return YES.test(printed) ? true : NO.test(printed) ? false : undefined;
      default:
        return printed;
    }
  }
}

/**
 * What can be read without a model: values that stand behind a label with the name of their field (`Total: 12.50`), sections and lists
 * that are indented below one. The floor that a model has to beat.
 */
export function answerByLabels(text: string, schema: JsonSchema): JsonValue {
  const root = resolveSubschema(schema, schema);
  return new LabelParser(schema).object(root, parseLines(text));
}
