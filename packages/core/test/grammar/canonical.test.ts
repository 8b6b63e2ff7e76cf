import { describe, expect, it } from 'vitest';
import { canonicalText } from './support/canonical.js';
import { createJudge } from './support/judge.js';
import type { SchemaObject } from './support/schema-index.js';

const canonical = (schema: SchemaObject, value: unknown) => canonicalText(schema, value, createJudge(schema));

describe('the canonical text of an instance', () => {
  it('orders keys as the schema lists them, and leaves the others last in their own order', () => {
    expect(canonical({ properties: { b: {}, a: {} } }, { z: 1, a: 2, y: 3, b: 4 })).toBe('{"b":4,"a":2,"z":1,"y":3}');
  });

  it('puts required names that nothing lists before the others', () => {
    expect(canonical({ properties: { b: {} }, required: ['r', 'b', 'q'] }, { z: 1, q: 2, r: 3, b: 4 })).toBe('{"b":4,"r":3,"q":2,"z":1}');
  });

  it('spells a value as const or enum spell it', () => {
    expect(canonical({ properties: { a: { enum: [1, { y: [{ d: 1, c: 2 }], x: 3 }] } } }, { a: { x: 3, y: [{ c: 2, d: 1 }] } })).toBe(
      '{"a":{"y":[{"d":1,"c":2}],"x":3}}',
    );
  });

  it('writes numbers without exponent', () => {
    expect(canonical({}, [1e21, -1.5e-7, 1.25e22, 1e-10, 12.5])).toBe(
      '[1000000000000000000000,-0.00000015,12500000000000000000000,0.0000000001,12.5]',
    );
  });

  it('keeps keys that look like integers where the instance has them', () => {
    expect(canonical({ properties: { b: {} } }, { b: 1, 7: 2 })).toBe('{"b":1,"7":2}');
  });

  it('puts own properties before those of $ref and allOf', () => {
    const schema = {
      $ref: '#/$defs/r',
      allOf: [{ properties: { d: {}, c: {} } }],
      properties: { b: {} },
      $defs: { r: { properties: { a: {} } } },
    };
    expect(canonical(schema, { a: 1, b: 2, c: 3, d: 4 })).toBe('{"b":2,"a":1,"d":4,"c":3}');
  });

  it('follows the branch of anyOf that the value fits', () => {
    const schema = {
      anyOf: [{ properties: { kind: { const: 'x' }, one: {}, two: {} } }, { properties: { kind: { const: 'y' }, two: {}, one: {} } }],
    };
    expect(canonical(schema, { one: 1, two: 2, kind: 'y' })).toBe('{"kind":"y","two":2,"one":1}');
    expect(canonical(schema, { two: 2, one: 1, kind: 'x' })).toBe('{"kind":"x","one":1,"two":2}');
  });

  it('follows then and else', () => {
    const schema = {
      if: { properties: { k: { const: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { properties: { b: {}, a: {} } },
      else: { properties: { a: {}, b: {} } },
      properties: { k: {} },
    };
    expect(canonical(schema, { a: 1, b: 2, k: 1 })).toBe('{"k":1,"b":2,"a":1}');
    expect(canonical(schema, { a: 1, b: 2, k: 2 })).toBe('{"k":2,"a":1,"b":2}');
  });

  it('goes down into items, prefixItems, pattern and additional properties, and recursion', () => {
    const pair = { properties: { y: {}, x: {} } };
    expect(
      canonical({ prefixItems: [pair], items: { properties: { n: {}, m: {} } } }, [
        { x: 1, y: 2 },
        { m: 1, n: 2 },
      ]),
    ).toBe('[{"y":2,"x":1},{"n":2,"m":1}]');
    expect(canonical({ patternProperties: { '^p': pair }, additionalProperties: pair }, { p: { x: 1, y: 2 }, q: { x: 3, y: 4 } })).toBe(
      '{"p":{"y":2,"x":1},"q":{"y":4,"x":3}}',
    );
    const list = { properties: { value: {}, next: { $ref: '#' } } };
    expect(canonical(list, { next: { next: {}, value: 2 }, value: 1 })).toBe('{"value":1,"next":{"value":2,"next":{}}}');
  });

  it('finds anchors and embedded identifiers', () => {
    const schema = {
      $id: 'https://example.org/root.json',
      properties: { a: { $ref: '#here' }, b: { $ref: 'other.json' } },
      $defs: { one: { $anchor: 'here', properties: { y: {}, x: {} } }, two: { $id: 'other.json', properties: { n: {}, m: {} } } },
    };
    expect(canonical(schema, { b: { m: 1, n: 2 }, a: { x: 1, y: 2 } })).toBe('{"a":{"y":2,"x":1},"b":{"n":2,"m":1}}');
  });
});
