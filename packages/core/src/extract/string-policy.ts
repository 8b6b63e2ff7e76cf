import type { StringPolicy } from '../decode/generation.js';
import { unescapePointerSegment } from '../json/json-pointer.js';
import { isSchemaObject, type JsonSchema, resolveSubschema } from '../schema/json-schema.js';

/** Formats that are written normalised, whatever the text's own way of writing them. */
const NORMALISED_FORMATS = new Set(['date', 'date-time', 'time', 'duration']);
const MAX_DEPTH = 32;

/** The subschemas that say something about a value: the schema itself, what it refers to, and the branches of its unions. */
function alternatives(schema: unknown, root: JsonSchema, depth = 0): JsonSchema[] {
  if (depth > MAX_DEPTH) return [];
  const at = resolveSubschema(schema, root);
  const branches = [at.anyOf, at.oneOf, at.allOf].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
  return [at, ...branches.flatMap((branch) => alternatives(branch, root, depth + 1))];
}

function step(schema: JsonSchema, key: string): unknown[] {
  const found: unknown[] = [];
  const { properties } = schema;
  if (isSchemaObject(properties) && Object.hasOwn(properties, key)) found.push(properties[key]);
  else if (isSchemaObject(schema.additionalProperties)) found.push(schema.additionalProperties);
  if (/^\d+$/.test(key)) {
    const prefix = (Array.isArray(schema.items) ? schema.items : schema.prefixItems) as readonly unknown[] | undefined;
    if (prefix && Number(key) < prefix.length) found.push(prefix[Number(key)]);
    else if (!Array.isArray(schema.items)) found.push(schema.items);
  }
  return found;
}

/** @returns every subschema that may describe the value at a JSON pointer */
export function subschemasAt(root: JsonSchema, pointer: string): JsonSchema[] {
  let level = alternatives(root, root);
  for (const segment of pointer.split('/').slice(1)) {
    const key = unescapePointerSegment(segment);
    level = level.flatMap((schema) => step(schema, key)).flatMap((schema) => alternatives(schema, root));
  }
  return level;
}

/** Keywords that let a string be some stretches of the text and not others. */
const RULES = ['pattern', 'format', 'minLength', 'allOf', 'not', 'if', '$dynamicRef'] as const;

/** Whether a string is not copied from the text: one of listed options, or in a form of its own. */
export const isWrittenAnew = ({ enum: options, format, ...rest }: JsonSchema): boolean =>
  Array.isArray(options) || 'const' in rest || (typeof format === 'string' && NORMALISED_FORMATS.has(format));

/** Whether a schema holds a keyword that not every stretch of a text follows. */
export const isConstrained = (schema: JsonSchema): boolean => RULES.some((keyword) => keyword in schema);

/** Strings are copied from the text, except where the schema lists them or names a normalised form. */
export function stringPolicyAt(root: JsonSchema, pointer: string): StringPolicy {
  const schemas = subschemasAt(root, pointer);
  if (schemas.some(isWrittenAnew)) return 'free';
  return schemas.some(isConstrained) ? 'constrained' : 'verbatim';
}
