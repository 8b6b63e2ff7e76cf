import { escapePointerSegment } from '../json/json-pointer.js';
import { acceptsNull, isSchemaObject, type JsonSchema, resolveSubschema } from '../schema/json-schema.js';

/**
 * The model answers with every key, in the schema's order, and writes null for what is not there. So the schema that its answer is held
 * to differs from the caller's: optional properties are required and may be null, and there are no others.
 * Objects whose meaning depends on which keys are present keep the caller's rules.
 */
const PRESENCE_KEYWORDS = [
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
  'propertyNames',
  'patternProperties',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
] as const;

const SUBSCHEMA_MAPS = ['$defs', 'definitions'] as const;
const SUBSCHEMA_LISTS = ['anyOf', 'oneOf', 'prefixItems'] as const;

/** true for an object schema whose properties can be looked at one by one */
export function isPlainObjectSchema(schema: JsonSchema): boolean {
  if (!isSchemaObject(schema.properties)) return false;
  if (schema.type !== undefined && schema.type !== 'object' && !(Array.isArray(schema.type) && schema.type.includes('object')))
    return false;
  return PRESENCE_KEYWORDS.every((keyword) => !(keyword in schema));
}

type Transform = (schema: unknown) => unknown;

/** A copy with `transform` applied to the subschemas that describe parts of the instance. */
function mapSubschemas(schema: JsonSchema, transform: Transform): JsonSchema {
  const copy: Record<string, unknown> = { ...schema };
  for (const keyword of SUBSCHEMA_MAPS) {
    const map = schema[keyword];
    if (isSchemaObject(map))
      copy[keyword] = Object.fromEntries(Object.entries(map).map(([name, subschema]) => [name, transform(subschema)]));
  }
  for (const keyword of SUBSCHEMA_LISTS) if (Array.isArray(schema[keyword])) copy[keyword] = (schema[keyword] as unknown[]).map(transform);
  if (Array.isArray(schema.items)) copy.items = schema.items.map(transform);
  else if (schema.items !== undefined) copy.items = transform(schema.items);
  return copy;
}

function nullable(schema: unknown): JsonSchema {
  if (isSchemaObject(schema) && typeof schema.type === 'string' && !('enum' in schema) && !('const' in schema) && !('$ref' in schema)) {
    return { ...schema, type: [schema.type, 'null'] };
  }
  return { anyOf: [schema, { type: 'null' }] };
}

/** @returns the schema that the model's answer is held to */
export function toAnswerSchema(root: JsonSchema): JsonSchema {
  const transform: Transform = (schema) => {
    if (!isSchemaObject(schema)) return schema;
    const copy = mapSubschemas(schema, transform);
    if (!isPlainObjectSchema(schema)) return copy;
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    const properties = Object.entries(schema.properties as JsonSchema);
    return {
      ...copy,
      properties: Object.fromEntries(
        properties.map(([key, member]) => {
          const answer = transform(member);
          const mayBeAbsent = !required.includes(key) && !acceptsNull(isSchemaObject(member) ? member : {}, root);
          return [key, mayBeAbsent ? nullable(answer) : answer];
        }),
      ),
      required: [...new Set([...properties.map(([key]) => key), ...required])],
      additionalProperties: false,
    };
  };
  return transform(root) as JsonSchema;
}

/** @returns the same schema with nothing required: what is asked when it is in doubt whether a required value is there */
export function withoutRequired(root: JsonSchema): JsonSchema {
  const transform: Transform = (schema) => {
    if (!isSchemaObject(schema)) return schema;
    const copy = mapSubschemas(schema, transform) as Record<string, unknown>;
    if (!isPlainObjectSchema(schema)) return copy;
    const { required: _, ...rest } = copy;
    return {
      ...rest,
      properties: Object.fromEntries(Object.entries(schema.properties as JsonSchema).map(([key, member]) => [key, transform(member)])),
    };
  };
  return transform(root) as JsonSchema;
}

/** Branch of a union that an object was most likely written for: the one whose constants agree and whose keys fit best. */
function branchFor(schema: JsonSchema, data: Record<string, unknown>, root: JsonSchema): JsonSchema {
  const branches = (schema.anyOf ?? schema.oneOf) as readonly unknown[] | undefined;
  if (!Array.isArray(branches)) return schema;
  let best: JsonSchema = schema;
  let bestScore = -1;
  for (const raw of branches) {
    const branch = resolveSubschema(raw, root);
    const properties = (branch.properties ?? {}) as JsonSchema;
    let score = 0;
    for (const key of Object.keys(data)) {
      if (!(key in properties)) continue;
      const member = resolveSubschema(properties[key], root);
      const contradicts =
        ('const' in member && member.const !== data[key]) ||
        (Array.isArray(member.enum) && data[key] !== null && !member.enum.includes(data[key]));
      score += contradicts ? -1000 : 1;
    }
    if (score > bestScore) {
      best = branch;
      bestScore = score;
    }
  }
  return best;
}

/**
 * Turns an answer into the caller's data: nulls that the schema does not allow are taken out.
 * @param onAbsent - called with the JSON pointer of each value that was taken out
 */
export function pruneAnswer(answer: unknown, root: JsonSchema, onAbsent: (pointer: string, isRequired: boolean) => void): unknown {
  const prune = (value: unknown, rawSchema: unknown, pointer: string): unknown => {
    const resolved = resolveSubschema(rawSchema, root);
    if (Array.isArray(value)) {
      const prefix = (Array.isArray(resolved.items) ? resolved.items : resolved.prefixItems) as readonly unknown[] | undefined;
      const rest = Array.isArray(resolved.items) ? resolved.additionalItems : resolved.items;
      return value.map((item, i) => prune(item, prefix && i < prefix.length ? prefix[i] : rest, `${pointer}/${i}`));
    }
    if (!isSchemaObject(value)) return value;
    const schema = isPlainObjectSchema(resolved) ? resolved : branchFor(resolved, value, root);
    const properties = (schema.properties ?? {}) as JsonSchema;
    const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
    const kept: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      const at = `${pointer}/${escapePointerSegment(key)}`;
      const member = Object.hasOwn(properties, key) ? properties[key] : {};
      if (item === null && !acceptsNull(isSchemaObject(member) ? member : {}, root)) {
        onAbsent(at, required.includes(key));
        continue;
      }
      Object.defineProperty(kept, key, { value: prune(item, member, at), enumerable: true, writable: true, configurable: true });
    }
    return kept;
  };
  return prune(answer, root, '');
}
