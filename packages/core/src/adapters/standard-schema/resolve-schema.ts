import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MaazaError, SchemaError } from '../../errors/index.js';
import type { JsonSchema } from '../../extract/types.js';
import { pointerOf, type ValidationIssue } from '../../validate/index.js';
import type { AnyStandardSchema, ResolvedSchema, SchemaInput, SchemaOutcome } from './config.js';
import { relaxSpelledOut } from './relax.js';
import { toJsonSchema } from './to-json-schema.js';

/** ArkType's schemas are functions, so both kinds are looked at. */
export function isStandardSchema(schema: unknown): schema is StandardSchemaV1 {
  if ((typeof schema !== 'object' && typeof schema !== 'function') || schema === null) return false;
  const standard = (schema as { '~standard'?: { version?: unknown; validate?: unknown } })['~standard'];
  return typeof standard === 'object' && standard !== null && standard.version === 1 && typeof standard.validate === 'function';
}

function toIssue(issue: StandardSchemaV1.Issue, vendor: string): ValidationIssue {
  const path = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
  return {
    pointer: pointerOf(path.map((key) => (typeof key === 'symbol' ? String(key) : key))),
    keyword: vendor,
    message: issue.message,
    params: {},
  };
}

async function validateWith(schema: AnyStandardSchema, value: unknown): Promise<SchemaOutcome> {
  const { vendor, validate } = schema['~standard'];
  let result: StandardSchemaV1.Result<unknown>;
  try {
    result = await validate(value);
  } catch (cause) {
    const message = `code in the ${vendor} schema threw while it read the result: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new SchemaError('invalid_schema', message, { details: { pointer: '', vendor }, cause });
  }
  if (!result.issues) return { valid: true, value: result.value };
  return { valid: false, errors: result.issues.map((issue) => toIssue(issue, vendor)) };
}

async function convert(schema: AnyStandardSchema): Promise<JsonSchema> {
  const { vendor } = schema['~standard'];
  let json: unknown;
  try {
    json = await toJsonSchema(schema);
  } catch (cause) {
    if (MaazaError.isInstance(cause)) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SchemaError('unsupported_schema', `the ${vendor} schema cannot be written as JSON Schema: ${reason}`, {
      details: { vendor, findings: [{ pointer: '', keyword: vendor, verdict: 'refused', reason }] },
      cause,
    });
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return relaxSpelledOut(json as JsonSchema);
  throw new SchemaError('invalid_schema', `the ${vendor} schema gave no JSON Schema object`, { details: { pointer: '', vendor } });
}

/**
 * One form for every kind of schema. A plain JSON Schema passes through unread (`Validator.assertJsonSchema` judges it); a Standard
 * Schema is converted, and brings its own check of the result.
 * @throws {SchemaError} `unsupported_schema`, `invalid_schema`
 * @throws {DependencyError} `dependency_not_installed` where the library's converter is a package of its own
 */
export async function resolveSchema(schema: SchemaInput): Promise<ResolvedSchema> {
  if (!isStandardSchema(schema)) return { jsonSchema: schema };
  return { jsonSchema: await convert(schema), validate: (value) => validateWith(schema, value) };
}
