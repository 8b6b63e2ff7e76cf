import { isDeepStrictEqual } from 'node:util';
import type { Judge } from './judge.js';
import { indexSchema, isSchemaObject, type Schema, type SchemaIndex, type SchemaObject } from './schema-index.js';

/**
 * The canonical text of an instance: compact JSON, numbers without exponent, whose keys stand in the order of the schema. First come the object's own
 * `properties`, then those of what applies beside them: `$ref`, `allOf`, the branches of `anyOf` and `oneOf` that the value fits, `if` and `then` or `else`,
 * dependent schemas. A key keeps its first place. After them come required names that no `properties` lists, in the order of `required`, and last
 * all other keys, in the order of the instance. A value that `const` or `enum` spells out stands as it is spelled there.
 *
 * Written as text at once, because an object would put keys that look like integers first.
 */
export function canonicalText(root: Schema, value: unknown, judge: Judge | undefined): string {
  const index = indexSchema(isSchemaObject(root) ? root : {});
  return write({ index, judge }, isSchemaObject(root) ? [root] : [], value);
}

interface Context {
  readonly index: SchemaIndex;
  readonly judge: Judge | undefined;
}

type JsonObject = Readonly<Record<string, unknown>>;

function write(context: Context, schemas: readonly SchemaObject[], value: unknown): string {
  if (typeof value === 'number') return plainDecimal(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const flat = applying(context, schemas, value);
  const spelled = flat
    .flatMap((schema) => [...('const' in schema ? [schema.const] : []), ...arrayOf(schema.enum)])
    .find((item) => isDeepStrictEqual(item, value));
  if (spelled !== undefined) return write(context, [], spelled);
  if (Array.isArray(value)) {
    return `[${value.map((item, at) => write(context, itemSchemas(flat, at), item)).join(',')}]`;
  }
  const members = keysInOrder(flat, value as JsonObject).map((key) => {
    const member = (value as JsonObject)[key];
    return `${JSON.stringify(key)}:${write(context, memberSchemas(flat, key), member)}`;
  });
  return `{${members.join(',')}}`;
}

/** 1e21 as 1000000000000000000000 and 1e-7 as 0.0000001: the shortest digits that give the number back, without an exponent. */
function plainDecimal(value: number): string {
  const text = JSON.stringify(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign, whole, fraction = '', exponent] = match as unknown as [string, string, string, string | undefined, string];
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, '0')}`;
}

function keysInOrder(flat: readonly SchemaObject[], value: JsonObject): string[] {
  const keys = new Set<string>();
  for (const schema of flat) {
    for (const key of Object.keys(objectOf(schema.properties))) if (Object.hasOwn(value, key)) keys.add(key);
  }
  for (const schema of flat) for (const key of arrayOf(schema.required) as string[]) if (Object.hasOwn(value, key)) keys.add(key);
  for (const key of Object.keys(value)) keys.add(key);
  return [...keys];
}

/** `schemas` and all that applies at the same place of the instance, each once, in the order that decides about keys. */
function applying({ index, judge }: Context, schemas: readonly SchemaObject[], value: unknown): SchemaObject[] {
  const found: SchemaObject[] = [];
  const fits = (schema: Schema): boolean => {
    if (!isSchemaObject(schema)) return schema;
    const pointer = index.pointerOf(schema);
    return judge === undefined || pointer === undefined || judge.isValidAt(pointer, value);
  };
  const visit = (schema: unknown): void => {
    if (!isSchemaObject(schema) || found.includes(schema)) return;
    found.push(schema);
    for (const keyword of ['$ref', '$dynamicRef']) {
      if (typeof schema[keyword] === 'string') visit(index.resolve(schema[keyword], schema));
    }
    for (const branch of arrayOf(schema.allOf)) visit(branch);
    for (const keyword of ['anyOf', 'oneOf']) {
      const branches = arrayOf(schema[keyword]) as Schema[];
      const applies = branches.filter(fits);
      for (const branch of applies.length > 0 ? applies : branches) visit(branch);
    }
    if (schema.if !== undefined) {
      const applies = fits(schema.if as Schema);
      if (applies) visit(schema.if);
      visit(applies ? schema.then : schema.else);
    }
    if (!isSchemaObject(value)) return;
    for (const keyword of ['dependentSchemas', 'dependencies']) {
      for (const [key, dependent] of Object.entries(objectOf(schema[keyword]))) if (Object.hasOwn(value, key)) visit(dependent);
    }
  };
  for (const schema of schemas) visit(schema);
  return found;
}

function memberSchemas(flat: readonly SchemaObject[], key: string): SchemaObject[] {
  const out: unknown[] = [];
  for (const schema of flat) {
    const properties = objectOf(schema.properties);
    const patterns = Object.entries(objectOf(schema.patternProperties)).filter(([pattern]) => matches(pattern, key));
    if (Object.hasOwn(properties, key)) out.push(properties[key]);
    for (const [, value] of patterns) out.push(value);
    if (!Object.hasOwn(properties, key) && patterns.length === 0) out.push(schema.additionalProperties);
  }
  if (out.every((schema) => !isSchemaObject(schema))) out.push(...flat.map((schema) => schema.unevaluatedProperties));
  return out.filter(isSchemaObject);
}

function itemSchemas(flat: readonly SchemaObject[], at: number): SchemaObject[] {
  const out: unknown[] = [];
  for (const schema of flat) {
    const prefix = arrayOf(schema.prefixItems ?? schema.items);
    if (at < prefix.length) out.push(prefix[at]);
    else out.push(Array.isArray(schema.items) ? schema.additionalItems : schema.items);
  }
  if (out.every((schema) => !isSchemaObject(schema))) out.push(...flat.flatMap((schema) => [schema.unevaluatedItems, schema.contains]));
  return out.filter(isSchemaObject);
}

function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    return false;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (isSchemaObject(value) ? value : {});
const arrayOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
