import type { JsonSchema } from '../../extract/types.js';

/** Keywords whose value is a map from names to schemas. */
const schemaMaps = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** Keywords whose value is data, not a schema. */
const literals = new Set(['const', 'enum', 'default', 'examples', 'required']);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const mapValues = (record: Record<string, unknown>, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** A library spells each format out as a pattern too, and each integer as "within ± 2^53 − 1". */
function isSpelledOut(schema: Record<string, unknown>, keyword: string): boolean {
  if (keyword === 'pattern') return typeof schema.format === 'string';
  if (schema.type !== 'integer') return false;
  return (
    (keyword === 'minimum' && schema[keyword] === Number.MIN_SAFE_INTEGER) ||
    (keyword === 'maximum' && schema[keyword] === Number.MAX_SAFE_INTEGER)
  );
}

function relax(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(relax);
  if (!isRecord(schema)) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !isSpelledOut(schema, keyword));
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (literals.has(keyword)) return [keyword, value];
      return [keyword, schemaMaps.has(keyword) && isRecord(value) ? mapValues(value, relax) : relax(value)];
    }),
  );
}

/**
 * Leaves out what a schema library adds of its own to a format or an integer. These would make decoding slow or impossible, and they
 * are not lost: the library's own check sees the result. What the caller wrote (a pattern of a plain string, a range) stays.
 */
export const relaxSpelledOut = (schema: JsonSchema): JsonSchema => relax(schema) as JsonSchema;
