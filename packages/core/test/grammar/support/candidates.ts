import fc from 'fast-check';
import type { Random } from './random.js';
import { indexSchema, isSchemaObject, type Schema, type SchemaIndex, type SchemaObject } from './schema-index.js';

/** One string per format that every reading of the standard takes. */
const formatSamples: Readonly<Record<string, readonly string[]>> = {
  date: ['2024-02-29', '1999-12-31'],
  time: ['10:20:30Z', '23:59:59.5+02:00'],
  'date-time': ['2024-02-29T10:20:30Z', '1999-12-31T23:59:59.25-05:00'],
  duration: ['P3DT4H', 'PT36S'],
  email: ['jane.doe@example.org'],
  'idn-email': ['jane@example.org'],
  hostname: ['www.example.org'],
  'idn-hostname': ['www.example.org'],
  ipv4: ['192.0.2.1'],
  ipv6: ['2001:db8::1', '::'],
  uri: ['https://example.org/a?b=c#d'],
  'uri-reference': ['/a/b', 'https://example.org/'],
  iri: ['https://example.org/a'],
  'iri-reference': ['/a/b'],
  'uri-template': ['https://example.org/{id}'],
  url: ['https://example.org/a'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000'],
  'json-pointer': ['/a/b~0c', ''],
  'relative-json-pointer': ['1/a', '0#'],
  regex: ['^a+$'],
};

const plainStrings = ['', 'a', 'b', 'abc', 'Hello, world', 'x'.repeat(40), 'é日\u{1f600}', 'tab\t"quote"\\', '42', 'null', '2024-01-01'];
const plainNumbers = [0, 1, -1, 2, 3, 7, 10, 42, 100, 255, 1000, 0.5, -0.25, 1.1, 19.99, 1e6, 1e21, 1.5e-7, -273.15, 65_535, 2 ** 31];

/** Schemas that refer to themselves would never end: deeper and further values are null. */
const maxDepth = 10;
const maxValues = 300;

interface Context {
  readonly index: SchemaIndex;
  readonly random: Random;
  valuesLeft: number;
}

/** A value of the schema's shape, often valid and sometimes not: a judge must say which. */
export function candidate(root: SchemaObject, random: Random): unknown {
  return valueFor({ index: indexSchema(root), random, valuesLeft: maxValues }, root, 0);
}

/** The schema with what applies beside it drawn into one object: enough to guess by, not to judge by. */
function gather(context: Context, schema: Schema, depth = 0): SchemaObject {
  if (!isSchemaObject(schema) || depth > 6) return {};
  const { index, random } = context;
  const parts: unknown[] = [];
  if (typeof schema.$ref === 'string') parts.push(index.resolve(schema.$ref, schema));
  if (Array.isArray(schema.allOf)) parts.push(...schema.allOf);
  for (const branches of [schema.anyOf, schema.oneOf])
    if (Array.isArray(branches) && branches.length > 0) parts.push(random.pick(branches));
  if (schema.if !== undefined) parts.push(...(random.oneIn(2) ? [schema.if, schema.then] : [schema.else]));
  const merged: Record<string, unknown> = { ...schema };
  for (const part of parts) {
    for (const [key, value] of Object.entries(gather(context, part as Schema, depth + 1))) {
      if (key === 'properties') merged.properties = { ...(value as object), ...(merged.properties as object) };
      else if (key === 'required') merged.required = [...new Set([...asArray(merged.required), ...asArray(value)])];
      else merged[key] ??= value;
    }
  }
  return merged;
}

const asArray = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const asNumber = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

function valueFor(context: Context, schema: Schema, depth: number): unknown {
  const { random } = context;
  if (depth > maxDepth || context.valuesLeft-- <= 0) return null;
  const node = gather(context, schema);
  if (node.const !== undefined) return node.const;
  if (Array.isArray(node.enum) && node.enum.length > 0) return random.pick(node.enum);
  if (random.oneIn(3) && node.default !== undefined) return node.default;
  if (random.oneIn(3) && Array.isArray(node.examples) && node.examples.length > 0) return random.pick(node.examples);
  switch (guessType(node, random, depth)) {
    case 'object':
      return objectFor(context, node, depth);
    case 'array':
      return arrayFor(context, node, depth);
    case 'string':
      return stringFor(context, node);
    case 'integer':
      return Math.trunc(numberFor(context, node));
    case 'number':
      return numberFor(context, node);
    case 'boolean':
      return random.oneIn(2);
    default:
      return null;
  }
}

function guessType(node: SchemaObject, random: Random, depth: number): string {
  if (typeof node.type === 'string') return node.type;
  if (Array.isArray(node.type) && node.type.length > 0) return random.pick(node.type) as string;
  if (node.properties !== undefined || node.required !== undefined || node.patternProperties !== undefined) return 'object';
  if (node.items !== undefined || node.prefixItems !== undefined) return 'array';
  if (node.pattern !== undefined || node.format !== undefined || node.minLength !== undefined) return 'string';
  if (node.minimum !== undefined || node.multipleOf !== undefined || node.maximum !== undefined) return 'number';
  return random.pick(depth > 3 ? ['string', 'number', 'null'] : ['string', 'number', 'boolean', 'null', 'array', 'object']);
}

function objectFor(context: Context, node: SchemaObject, depth: number): unknown {
  const { random } = context;
  const properties = isSchemaObject(node.properties) ? node.properties : {};
  const required = new Set(asArray(node.required));
  const out: Record<string, unknown> = {};
  const set = (key: string, schema: Schema) =>
    Object.defineProperty(out, key, { value: valueFor(context, schema, depth + 1), enumerable: true, configurable: true, writable: true });
  const keepOneIn = depth > 3 ? 8 : 2;
  for (const [key, schema] of Object.entries(properties)) if (required.has(key) || random.oneIn(keepOneIn)) set(key, schema as Schema);
  const free = isSchemaObject(node.additionalProperties) ? node.additionalProperties : true;
  for (const key of required) if (!Object.hasOwn(out, key as string)) set(key as string, free);
  for (const [pattern, schema] of Object.entries(isSchemaObject(node.patternProperties) ? node.patternProperties : {})) {
    if (random.oneIn(2)) set(stringMatching(pattern, random) ?? 'k', schema as Schema);
  }
  const least = asNumber(node.minProperties, 0);
  for (let i = 0; i < 6 && (Object.keys(out).length < least || random.oneIn(5)); i++)
    set(random.pick(['x', 'y', 'zz', 'key', 'é', `k${i}`]), free);
  return out;
}

function arrayFor(context: Context, node: SchemaObject, depth: number): unknown {
  const { random } = context;
  const prefix = asArray(node.prefixItems ?? node.items);
  const rest = Array.isArray(node.items) ? node.additionalItems : node.items;
  const least = asNumber(node.minItems, 0);
  const length = Math.min(least + random.below(depth > 3 ? 1 : 3) + (random.oneIn(2) ? prefix.length : 0), asNumber(node.maxItems, 64), 64);
  return Array.from({ length }, (_, at) => {
    if (at < prefix.length) return valueFor(context, prefix[at] as Schema, depth + 1);
    if (node.contains !== undefined && random.oneIn(2)) return valueFor(context, node.contains as Schema, depth + 1);
    return valueFor(context, isSchemaObject(rest) ? rest : true, depth + 1);
  });
}

function stringFor({ random }: Context, node: SchemaObject): string {
  const samples = typeof node.format === 'string' ? formatSamples[node.format] : undefined;
  let text = samples !== undefined ? random.pick(samples) : random.pick(plainStrings);
  if (typeof node.pattern === 'string') text = stringMatching(node.pattern, random) ?? text;
  else if (samples === undefined) {
    const least = asNumber(node.minLength, 0);
    const most = Math.min(asNumber(node.maxLength, 1000), 1000);
    const points = [...text];
    while (points.length < Math.min(least, 2000)) points.push(random.pick(['a', 'b', 'é', '\u{1f600}', ' ']));
    text = points.slice(0, Math.max(most, least)).join('');
  }
  return text;
}

/** @returns undefined where the pattern is none, or uses what the generator cannot follow (look-around) */
export function stringMatching(pattern: string, random: Random): string | undefined {
  try {
    return fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 1, seed: random.below(2 ** 31) })[0];
  } catch {
    return undefined;
  }
}

function numberFor({ random }: Context, node: SchemaObject): number {
  const step = asNumber(node.multipleOf, 0);
  const edges = [node.minimum, node.maximum, node.exclusiveMinimum, node.exclusiveMaximum].filter((edge) => typeof edge === 'number');
  let value = edges.length > 0 && !random.oneIn(3) ? random.pick(edges) : random.pick(plainNumbers);
  if (step > 0) value = Number((Math.round(value / step) * step).toPrecision(12));
  else if (edges.length > 0) value += random.pick([0, 0, 1, -1, 0.5, -0.5]);
  return value;
}
