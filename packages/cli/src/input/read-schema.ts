import type { JsonSchema } from '@maaza/core';
import { parseFields } from '@maaza/core/fields';
import type { CliContext } from '../context.js';
import { CliError, usageError } from '../errors/cli-error.js';
import { decodeText, readBytes, readFileBytes } from './read-bytes.js';

interface SchemaSource {
  /** a file with a JSON Schema, or `-` for stdin */
  readonly schema?: string;
  /** the field shorthand */
  readonly fields?: string;
}

/** @throws {CliError} `invalid_request` where not exactly one is given, or stdin is asked for twice */
export function checkSchemaSource({ schema, fields }: SchemaSource, textIsStdin: boolean): void {
  if (schema !== undefined && fields !== undefined) throw usageError('give --schema or --fields, not both');
  if (schema === undefined && fields === undefined)
    throw usageError('what to extract is missing: give --fields "name, total:number" or --schema FILE');
  if (schema === '-' && textIsStdin) throw usageError('stdin cannot be both the text and the schema');
}

/**
 * The schema that the options name. Whether it is a valid and supported one is core's to say.
 * @throws {CliError} `invalid_schema` with line and column for text that is not a JSON object
 */
export async function readSchema({ schema, fields }: SchemaSource, context: Pick<CliContext, 'stdin' | 'signal'>): Promise<JsonSchema> {
  if (fields !== undefined) return parseFields(fields);
  const name = schema === '-' ? 'stdin' : schema!;
  const bytes = schema === '-' ? await readBytes(context.stdin, name, context.signal) : await readFileBytes(name, context.signal);
  return parseSchema(decodeText(bytes, name), name);
}

function parseSchema(json: string, name: string): JsonSchema {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw notJson(json, name, error as Error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError('invalid_schema', `${name} is not a JSON Schema: it must hold an object`, { details: { file: name } });
  }
  return value as JsonSchema;
}

/** V8 gives an offset, or nothing where the text ends early; people look for lines. */
function notJson(json: string, name: string, error: Error): CliError {
  const found = /at position (\d+)/.exec(error.message);
  const offset = found ? Number(found[1]) : /Unexpected end/.test(error.message) ? json.length : undefined;
  if (offset === undefined) return new CliError('invalid_schema', `${name} is not JSON: ${error.message}`, { details: { file: name } });
  const before = json.slice(0, offset).split('\n');
  const line = before.length;
  const column = before.at(-1)!.length + 1;
  const what = offset >= json.length ? 'it ends early' : `unexpected ${JSON.stringify(String.fromCodePoint(json.codePointAt(offset)!))}`;
  return new CliError('invalid_schema', `${name} is not JSON: ${what} (line ${line}, column ${column})`, {
    details: { file: name, line, column },
  });
}
