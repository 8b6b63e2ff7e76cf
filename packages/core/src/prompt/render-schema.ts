import type { JsonSchema } from '../schema/json-schema.js';
import { acceptsNull, resolveSubschema, typeWithoutNull } from '../schema/json-schema.js';

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Nested references are written out this deep; beyond it a recursive schema is written as its type. */
const MAX_DEPTH = 12;

interface Scope {
  readonly root: JsonSchema;
  readonly depth: number;
}

/** An enum's or const's values without null, or undefined. */
function optionsOf(schema: JsonSchema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum.filter((value) => value !== null) : undefined;
}

const writeOption = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function unionSignature(branches: readonly unknown[], scope: Scope, indent: string): string {
  const seen = new Set<string>();
  for (const branch of branches) {
    const schema = resolveSubschema(branch, scope.root);
    if (typeWithoutNull(schema) === 'null') continue;
    seen.add(signature(schema, scope, indent));
  }
  return [...seen].join('|') || 'null';
}

function signature(schema: JsonSchema, scope: Scope, indent: string): string {
  const options = optionsOf(schema);
  if (options) return options.map(writeOption).join('|');
  const branches = schema.anyOf ?? schema.oneOf;
  const type = typeWithoutNull(schema);
  if (Array.isArray(branches) && type === undefined) return unionSignature(branches, scope, indent);
  const inner: Scope = { root: scope.root, depth: scope.depth + 1 };
  switch (type) {
    case 'object':
      return inner.depth > MAX_DEPTH ? 'object' : `{\n${members(schema, inner, `${indent} `)}${indent}}`;
    case 'array':
      return inner.depth > MAX_DEPTH ? 'array' : arraySignature(schema, inner, indent);
    case 'string':
      return typeof schema.format === 'string' ? schema.format : 'string';
    default:
      return type ?? 'any';
  }
}

function arraySignature(schema: JsonSchema, scope: Scope, indent: string): string {
  const items = resolveSubschema(Array.isArray(schema.items) ? {} : (schema.items ?? {}), scope.root);
  if (typeWithoutNull(items) === 'object' && !items.enum) return `[\n${members(items, scope, `${indent} `)}${indent}]`;
  return `[${signature(items, scope, indent)}]`;
}

function members(schema: JsonSchema, scope: Scope, indent: string): string {
  const required = Array.isArray(schema.required) ? (schema.required as string[]) : [];
  let lines = '';
  for (const [key, value] of Object.entries((schema.properties ?? {}) as Record<string, unknown>)) {
    const member = resolveSubschema(value, scope.root);
    const isOptional = !required.includes(key) || acceptsNull(member, scope.root);
    const description = typeof member.description === 'string' ? ` # ${oneLine(member.description)}` : '';
    lines += `${indent}${key}${isOptional ? '?' : ''}: ${signature(member, scope, indent)}${description}\n`;
  }
  return lines;
}

/** The part of the prompt that describes the schema, byte for byte as the embedded model was trained to read it (`schema-text-json/1`). */
export function renderSchema(schema: JsonSchema): string {
  const root = resolveSubschema(schema, schema);
  const scope: Scope = { root: schema, depth: 0 };
  const title = typeof root.title === 'string' ? `${oneLine(root.title)}\n` : '';
  const description = typeof root.description === 'string' ? `${oneLine(root.description)}\n` : '';
  const body = typeWithoutNull(root) === 'object' ? members(root, scope, '') : `${signature(root, scope, '')}\n`;
  return title + description + body;
}
