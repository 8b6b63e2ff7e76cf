/** A JSON Schema, draft-07 to 2020-12, as an object (boolean schemas only inside). */
export type JsonSchema = { readonly [keyword: string]: unknown };

export const isSchemaObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

const MAX_REFERENCES = 32;

/** @returns what a local JSON pointer reference (`#/…`) leads to, or undefined */
function followPointer(reference: string, root: JsonSchema): unknown {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const segment of decodeURIComponent(reference.slice(2)).split('/')) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<string, unknown>)[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return at;
}

/**
 * A subschema with its own `$ref` followed; keywords beside the reference win over those behind it.
 * Boolean schemas and references that lead nowhere become `{}`: whether they are right is for the grammar to say.
 */
export function resolveSubschema(schema: unknown, root: JsonSchema): JsonSchema {
  let at = isSchemaObject(schema) ? schema : {};
  for (let hops = 0; typeof at.$ref === 'string' && hops < MAX_REFERENCES; hops++) {
    const target = followPointer(at.$ref, root);
    const { $ref: _, ...siblings } = at;
    at = isSchemaObject(target) ? { ...target, ...siblings } : siblings;
  }
  return at;
}

/** The first type that is not null, inferred from `properties` or `items` where `type` is silent. */
export function typeWithoutNull(schema: JsonSchema): string | undefined {
  if (Array.isArray(schema.type)) return (schema.type as string[]).find((type) => type !== 'null') ?? 'null';
  if (typeof schema.type === 'string') return schema.type;
  if (isSchemaObject(schema.properties)) return 'object';
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return undefined;
}

/** true where null is an instance of the schema as far as its type, enum, const and branches say */
export function acceptsNull(schema: JsonSchema, root: JsonSchema, depth = 0): boolean {
  if (depth > MAX_REFERENCES) return false;
  const at = resolveSubschema(schema, root);
  if ('const' in at) return at.const === null;
  if (Array.isArray(at.enum) && !at.enum.includes(null)) return false;
  if (typeof at.type === 'string' && at.type !== 'null') return false;
  if (Array.isArray(at.type) && !at.type.includes('null')) return false;
  for (const union of [at.anyOf, at.oneOf]) {
    if (Array.isArray(union) && !union.some((branch) => acceptsBranchNull(branch, root, depth))) return false;
  }
  if (Array.isArray(at.allOf) && !at.allOf.every((branch) => acceptsBranchNull(branch, root, depth))) return false;
  return true;
}

const acceptsBranchNull = (branch: unknown, root: JsonSchema, depth: number) =>
  branch === true || (isSchemaObject(branch) && acceptsNull(branch, root, depth + 1));
