import { describe, expect, it } from 'vitest';
import { SchemaError } from '../errors/index.js';
import { schemaLimits, schemaToJson } from './schema-to-json.js';

function refusal(schema: unknown): { code: string; details: Record<string, unknown>; message: string } {
  try {
    schemaToJson(schema);
  } catch (error) {
    if (error instanceof SchemaError) return error as never;
    throw error;
  }
  throw new Error('was not refused');
}

function nested(levels: number): unknown {
  let schema: object = { type: 'string' };
  for (let level = 1; level < levels; level++) schema = { items: schema };
  return schema;
}

describe('schemaToJson', () => {
  it('gives the JSON of a plain object, without undefined members', () => {
    expect(schemaToJson({ type: 'string', title: undefined })).toBe('{"type":"string"}');
  });

  it.each([[null], [[]], ['{}'], [1], [true], [undefined], [() => ({})]])('refuses %s, which is no object', (schema) => {
    expect(refusal(schema)).toMatchObject({ code: 'invalid_schema', details: { pointer: '' } });
  });

  it('names the place of a value that JSON cannot hold', () => {
    expect(refusal({ properties: { 'a/b': { default: () => 1 } } }).details.pointer).toBe('/properties/a~1b/default');
    expect(refusal({ minimum: Number.NaN }).details.pointer).toBe('/minimum');
    expect(refusal({ const: 1n }).details.pointer).toBe('/const');
    expect(refusal({ enum: ['a', new Date(0)] }).message).toContain('Date at /enum/1');
    expect(refusal({ enum: [undefined] }).message).toContain('holds undefined at /enum/0');
    expect(refusal({ maximum: Number.POSITIVE_INFINITY }).message).toContain('holds the number Infinity at /maximum');
  });

  it('refuses an object that contains itself, and takes one that is only used twice', () => {
    const node: Record<string, unknown> = { type: 'object' };
    node.properties = { child: node };
    expect(refusal(node).details.pointer).toBe('/properties/child');
    const name = { type: 'string' };
    expect(schemaToJson({ properties: { a: name, b: name } })).toContain('"b":{"type":"string"}');
  });

  it('takes the deepest allowed nesting and refuses one level more', () => {
    expect(schemaToJson(nested(schemaLimits.maxDepth))).toContain('string');
    const error = refusal(nested(schemaLimits.maxDepth + 1));
    expect(error.details).toEqual({ pointer: '/items'.repeat(64), limit: 64, actual: 65 });
  });

  it('takes the largest allowed size in UTF-8 bytes and refuses one byte more', () => {
    const overhead = '{"title":""}'.length;
    expect(schemaToJson({ title: 'x'.repeat(schemaLimits.maxBytes - overhead) })).toHaveLength(schemaLimits.maxBytes);
    expect(refusal({ title: 'x'.repeat(schemaLimits.maxBytes - overhead + 1) }).details).toMatchObject({ limit: 1_000_000 });
    expect(refusal({ title: 'é'.repeat(schemaLimits.maxBytes / 2) }).details.actual).toBe(1_000_012);
  });

  it('stops early where shared objects would write out to an endless text', () => {
    let schema: object = { type: 'string' };
    for (let level = 0; level < 40; level++) schema = { allOf: [schema, schema] };
    expect(refusal(schema).details.limit).toBe(schemaLimits.maxDepth);
    let wide: object = { title: 'x'.repeat(1000) };
    for (let level = 0; level < 20; level++) wide = { allOf: [wide, wide] };
    expect(refusal(wide).details.limit).toBe(schemaLimits.maxBytes);
  });
});
