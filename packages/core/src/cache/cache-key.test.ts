import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, canonicalSchema } from './canonical-json.js';
import { type CacheKeyParts, cacheKey } from './index.js';

const parts: CacheKeyParts = {
  modelId: 'maaza-135m',
  weightsDigest: 'd1',
  options: { temperature: 0, verbatim: true },
  schema: { type: 'object', properties: { b: { type: 'string', title: 'B' }, a: { type: 'number' } } },
  text: 'Order 1',
};
const keyWith = (change: Partial<CacheKeyParts>) => cacheKey({ ...parts, ...change });

describe('cacheKey', () => {
  it('is the SHA-256, in hex, of a text that stays the same from release to release', () => {
    const schema = '{"properties":{"b":{"title":"B","type":"string"},"a":{"type":"number"}},"type":"object"}';
    const canonical = `["maaza-extraction/1","maaza-135m","d1",{"temperature":0,"verbatim":true},${schema},"Order 1"]`;
    expect(cacheKey(parts)).toBe(createHash('sha256').update(canonical).digest('hex'));
  });

  it('changes with each part', () => {
    const changes: Partial<CacheKeyParts>[] = [
      {},
      { modelId: 'other' },
      { weightsDigest: 'd2' },
      { options: { temperature: 0, verbatim: false } },
      { options: { temperature: 0 } },
      { schema: { type: 'object' } },
      { text: 'Order 2' },
      { text: 'Order 1 ' },
    ];
    expect(new Set(changes.map(keyWith)).size).toBe(changes.length);
  });

  it('does not mix up the borders between parts', () => {
    expect(keyWith({ modelId: 'a', weightsDigest: 'bc' })).not.toBe(keyWith({ modelId: 'ab', weightsDigest: 'c' }));
    expect(keyWith({ modelId: 'a","b', weightsDigest: 'c' })).not.toBe(keyWith({ modelId: 'a', weightsDigest: 'b","c' }));
  });

  it('does not depend on the order of options, nor on absent ones', () => {
    expect(keyWith({ options: { verbatim: true, seed: undefined, temperature: 0 } })).toBe(cacheKey(parts));
  });

  it('tells texts apart that differ in a lone surrogate only', () => {
    expect(new Set(['\ud800', '\ud801', '\ufffd'].map((text) => keyWith({ text }))).size).toBe(3);
  });

  it('refuses options that JSON would lose', () => {
    expect(() => keyWith({ options: { temperature: Number.NaN } })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => keyWith({ options: { seed: 1n as never } })).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('canonicalSchema', () => {
  const isSame = (a: unknown, b: unknown) => canonicalSchema(a) === canonicalSchema(b);

  it('sorts keywords at every level', () => {
    expect(canonicalSchema({ type: 'array', items: { type: 'string', minLength: 1 }, title: undefined })).toBe(
      '{"items":{"minLength":1,"type":"string"},"type":"array"}',
    );
  });

  it('keeps the order of properties, at every level', () => {
    expect(isSame({ properties: { a: {}, b: {} } }, { properties: { b: {}, a: {} } })).toBe(false);
    expect(isSame({ items: { properties: { a: {}, b: {} } } }, { items: { properties: { b: {}, a: {} } } })).toBe(false);
  });

  it('keeps the order inside data and of lists', () => {
    expect(isSame({ const: { a: 1, b: 2 } }, { const: { b: 2, a: 1 } })).toBe(false);
    expect(isSame({ enum: ['a', 'b'] }, { enum: ['b', 'a'] })).toBe(false);
    expect(isSame({ anyOf: [{ type: 'string' }, {}] }, { anyOf: [{}, { type: 'string' }] })).toBe(false);
  });

  it('sorts names that are only looked up', () => {
    expect(isSame({ $defs: { a: {}, b: {} } }, { $defs: { b: {}, a: {} } })).toBe(true);
    expect(isSame({ patternProperties: { a: {}, b: {} } }, { patternProperties: { b: {}, a: {} } })).toBe(true);
  });

  it('treats a member named like a keyword as a member', () => {
    const schema = (first: object) => ({ properties: { properties: first, const: { type: 'string', title: 'x' } } });
    expect(isSame(schema({ type: 'string', title: 'x' }), schema({ title: 'x', type: 'string' }))).toBe(true);
    expect(isSame({ properties: { const: { a: 1, b: 2 } } }, { properties: { const: { b: 2, a: 1 } } })).toBe(true);
  });

  it('keeps boolean schemas', () => {
    expect(canonicalSchema({ items: false, not: true })).toBe('{"items":false,"not":true}');
  });
});

describe('canonicalJson', () => {
  /** The same value with the members of every object in reverse. */
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, member]) => [key, reversed(member)]),
    );
  };

  it('is JSON of the same value, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });
});
