import { acceptsNull, isSchemaObject, type JsonSchema } from '../../schema/json-schema.js';
import { isPlainObjectSchema } from '../answer-schema.js';
import { isConstrained, isWrittenAnew } from '../string-policy.js';

/**
 * An answer is given up where a string has to follow a pattern or format, may not be null, and no stretch of the text follows it.
 * @returns how many members of the root have to be written until that cannot happen any more; Infinity where only the end tells. Rather too
 * many than too few
 */
export function keysUntilSure(schema: JsonSchema): number {
  const { properties, ...around } = schema;
  if (mayGiveUp(around, schema)) return Number.POSITIVE_INFINITY;
  if (!isSchemaObject(properties)) return 0;
  return 1 + Object.entries(properties).findLastIndex(([key, member]) => mayGiveUp(member, schema, isNullInAnswer(schema, key)));
}

/** Optional members are written as null where they are absent; see `toAnswerSchema`. */
const isNullInAnswer = (parent: JsonSchema, key: string): boolean =>
  isPlainObjectSchema(parent) && !(Array.isArray(parent.required) && parent.required.includes(key));

/** Looks into all that a schema holds, whether it is a subschema or not. */
function mayGiveUp(part: unknown, root: JsonSchema, isNullable = false): boolean {
  if (Array.isArray(part)) return part.some((item) => mayGiveUp(item, root, isNullable));
  if (!isSchemaObject(part)) return false;
  const mayBeNull = isNullable || acceptsNull(part, root);
  if (!mayBeNull && isConstrainedString(part)) return true;
  return Object.entries(part).some(([keyword, inner]) => {
    if (keyword === 'properties' && isSchemaObject(inner))
      return Object.entries(inner).some(([key, member]) => mayGiveUp(member, root, isNullInAnswer(part, key)));
    return mayGiveUp(inner, root, mayBeNull && (keyword === 'anyOf' || keyword === 'oneOf'));
  });
}

function isConstrainedString(schema: JsonSchema): boolean {
  const { type } = schema;
  const mayBeString = type === undefined || type === 'string' || (Array.isArray(type) && type.includes('string'));
  return mayBeString && isConstrained(schema) && !isWrittenAnew(schema);
}
