import type { JsonSchema } from '../schema/json-schema.js';
import { readScalarType } from './scalar-type.js';
import { Scanner } from './scanner.js';

type Schema = Record<string, unknown>;

/** Lists and objects inside one another, below the root. */
const MAX_LEVELS = 8;
const NAME = /[^\s,:?#|{}[\]"']*/y;
const DESCRIPTION = /[^\r\n,}]*/y;

/**
 * Reads the field shorthand, e.g. `order_id, total:number, status:open|paid?, items[]: {name, price:number}`, and gives its JSON Schema.
 * Fields are required unless marked with `?`. docs/cli.md has the grammar.
 * @throws {SchemaError} `invalid_schema` with `line`, `column` and `excerpt`
 */
export function parseFields(source: string): JsonSchema {
  const scanner = new Scanner(source);
  scanner.skipWhiteSpace();
  if (scanner.atEnd()) scanner.fail('no field is named');
  const schema = readMembers(scanner, 0);
  if (!scanner.atEnd()) scanner.fail('there is no { that this } closes');
  return schema;
}

/** Fields up to the end of the text or an unread `}`. */
function readMembers(scanner: Scanner, level: number): Schema {
  const properties = new Map<string, Schema>();
  const required: string[] = [];
  do {
    const member = readMember(scanner, level);
    if (properties.has(member.name)) scanner.fail(`the field "${member.name}" is named twice`, member.at);
    properties.set(member.name, member.schema);
    if (!member.isOptional) required.push(member.name);
  } while (skipSeparator(scanner));
  // `fromEntries` defines keys, so that a field may be called `__proto__`.
  return { type: 'object', properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) };
}

/** One comma, or line breaks, or both. @returns false where no further field follows */
function skipSeparator(scanner: Scanner): boolean {
  scanner.skipBlanks();
  const isSeparated = scanner.atLineBreak() || scanner.peek() === ',';
  const at = scanner.position;
  scanner.skipWhiteSpace();
  scanner.take(',');
  scanner.skipWhiteSpace();
  if (scanner.atEnd() || scanner.peek() === '}') return false;
  if (!isSeparated) scanner.fail('a comma is missing before this, or the name or option needs quotes', at);
  return true;
}

function readMember(scanner: Scanner, level: number) {
  const at = scanner.position;
  const name = scanner.takeQuoted() ?? scanner.takeWhile(NAME);
  if (name === '') scanner.fail('a field name is missing here', at);
  const lists = readListMarks(scanner);
  let isOptional = takeOptionalMark(scanner, false);
  let schema: Schema = { type: 'string' };
  if (scanner.take(':')) {
    scanner.skipWhiteSpace();
    schema = readType(scanner, level);
    isOptional = takeOptionalMark(scanner, isOptional);
  }
  // `[]` after the name and after the type add up: `grid[]: number[]` is a list of lists.
  schema = listOf(schema, lists);
  if (level + depthOf(schema) > MAX_LEVELS) scanner.fail(`lists and objects may be nested ${MAX_LEVELS} levels deep, not more`, at);
  const description = readDescription(scanner);
  return { at, name, isOptional, schema: description === '' ? schema : { ...schema, description } };
}

function readType(scanner: Scanner, level: number): Schema {
  const schema = scanner.peek() === '{' ? readObject(scanner, level) : readScalarType(scanner);
  return listOf(schema, readListMarks(scanner));
}

function readObject(scanner: Scanner, level: number): Schema {
  const at = scanner.position;
  // Checked before going deeper: the input must not decide how deep this recursion goes.
  if (level >= MAX_LEVELS) scanner.fail(`lists and objects may be nested ${MAX_LEVELS} levels deep, not more`);
  scanner.take('{');
  scanner.skipWhiteSpace();
  if (scanner.peek() === '}') scanner.fail('no field is named between { and }');
  if (scanner.atEnd()) scanner.fail('this { is not closed', at);
  const schema = readMembers(scanner, level + 1);
  if (!scanner.take('}')) scanner.fail('this { is not closed', at);
  return schema;
}

function readListMarks(scanner: Scanner): number {
  let lists = 0;
  scanner.skipBlanks();
  while (scanner.take('[')) {
    if (!scanner.take(']')) scanner.fail('[ must be followed by ]; a list is written name[]');
    if (++lists > MAX_LEVELS) scanner.fail(`lists and objects may be nested ${MAX_LEVELS} levels deep, not more`);
    scanner.skipBlanks();
  }
  return lists;
}

/** @returns whether the field may be missing: it may already, or a `?` says so here */
function takeOptionalMark(scanner: Scanner, isOptional: boolean): boolean {
  scanner.skipBlanks();
  const at = scanner.position;
  if (!scanner.take('?')) return isOptional;
  if (isOptional) scanner.fail('one ? is enough', at);
  scanner.skipBlanks();
  if (scanner.peek() === '?') scanner.fail('one ? is enough');
  if (scanner.peek() === '[') scanner.fail('? stands after [], because the list as a whole may be missing', at);
  return true;
}

/** `# text`, up to the next comma, closing brace or line break, or in quotes. */
function readDescription(scanner: Scanner): string {
  scanner.skipBlanks();
  if (!scanner.take('#')) return '';
  scanner.skipBlanks();
  return (scanner.takeQuoted() ?? scanner.takeWhile(DESCRIPTION)).trim();
}

function listOf(schema: Schema, lists: number): Schema {
  return lists === 0 ? schema : { type: 'array', items: listOf(schema, lists - 1) };
}

function depthOf(schema: Schema): number {
  if (schema.type === 'array') return 1 + depthOf(schema.items as Schema);
  if (schema.type !== 'object') return 0;
  return 1 + Math.max(...Object.values(schema.properties as Record<string, Schema>).map(depthOf));
}
