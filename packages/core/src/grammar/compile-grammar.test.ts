import { describe, expect, it } from 'vitest';
import { checkSchema, compileGrammar } from './compile-grammar.js';
import type { CompileOptions, Matcher } from './types.js';
import { createVocabulary } from './vocabulary/vocabulary.js';

const encoder = new TextEncoder();
const STOP = 256;
const words = ['",', '":"', '},{', '":', '{"', '"}', 'null', 'true', 'nul', ' a', 'ab', 'abc', '"a', 'é', '12', '1,', '],', '\\n'];
const tokens = [
  ...Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
  new Uint8Array(0),
  ...words.map((word) => encoder.encode(word)),
];
const vocabulary = createVocabulary(tokens, { stopTokenIds: [STOP] });

function matcher(schema: unknown, options?: CompileOptions): Matcher {
  return compileGrammar(schema, vocabulary, options).createMatcher();
}

function accepts(schema: unknown, text: string, options?: CompileOptions): boolean {
  const m = matcher(schema, options);
  return m.acceptText(text) && m.isComplete();
}

function offered(m: Matcher): string[] {
  const mask = new Uint32Array(vocabulary.maskWords);
  m.fillTokenMask(mask);
  const set = tokens.flatMap((bytes, id) =>
    (mask[id >> 5]! >> (id & 31)) & 1 ? [id === STOP ? 'STOP' : Buffer.from(bytes).toString('latin1')] : [],
  );
  return set;
}

const person = {
  type: 'object',
  properties: { a: { type: 'string' }, b: { type: ['string', 'null'] } },
  required: ['a', 'b'],
  additionalProperties: false,
};

describe('compileGrammar', () => {
  it('forces all text without an alternative', () => {
    const m = matcher(person);
    expect(m.forcedText()).toBe('{"a":"');
    expect(m.acceptText('{"a":"x')).toBe(true);
    expect(m.forcedText()).toBe('');
    m.acceptText('"');
    expect(m.forcedText()).toBe(',"b":');
    m.acceptText(',"b":n');
    expect(m.forcedText()).toBe('ull}');
    m.acceptText('ull}');
    expect(m.isComplete()).toBe(true);
    expect(m.forcedText()).toBe('');
    expect(offered(m)).toEqual(['STOP']);
    m.rollback(1);
    expect(m.isComplete()).toBe(false);
  });

  it('forces the rest of an enum once it is told apart', () => {
    const m = matcher({
      type: 'object',
      properties: { k: { enum: ['open', 'often', 'shut'] }, n: { type: 'integer' } },
      required: ['k', 'n'],
      additionalProperties: false,
    });
    m.acceptText('{"k":"o');
    expect(m.forcedText()).toBe('');
    m.acceptText('p');
    expect(m.forcedText()).toBe('en","n":');
    m.acceptText('en","n":12');
    expect(m.forcedText()).toBe('');
    expect(m.acceptText('}')).toBe(true);
  });

  it('keeps tokens inside lexemes where that is asked for', () => {
    const m = matcher(person, { tokenBoundary: 'lexeme' });
    expect(offered(m)).toEqual(['{']);
    m.acceptText('{');
    expect(offered(m)).toEqual(['"']);
    m.acceptText('"');
    expect(offered(m)).toEqual(['a']);
    m.acceptText('a":"');
    const inside = offered(m);
    expect(inside).toContain('abc');
    expect(inside).toContain('"');
    expect(inside).not.toContain('",');
    m.acceptText('x","b":nu');
    expect(offered(m)).toEqual(['l']);
  });

  it('offers tokens over several lexemes by default', () => {
    const m = matcher(person);
    expect(offered(m)).toEqual(['{', '{"']);
    m.acceptText('{"a');
    expect(offered(m)).toEqual(['"', '":"', '":']);
    m.acceptText('":"x');
    expect(offered(m)).toContain('",');
    expect(offered(m)).not.toContain('"}');
  });

  it.each([
    [{ type: 'integer' }, '-12', true],
    [{ type: 'integer' }, '1.5', false],
    [{ type: 'number' }, '-1.5e3', true],
    [{ type: 'number' }, '01', false],
    [{ type: 'string' }, '"é\\n\\u0001"', true],
    [{ type: 'string' }, '"\n"', false],
    [{ const: { a: [1, 'x'] } }, '{"a":[1,"x"]}', true],
    [{ const: { a: [1, 'x'] } }, '{"a":[1]}', false],
    [{ type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2 }, '[]', false],
    [{ type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2 }, '[1,2]', true],
    [{ type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2 }, '[1,2,3]', false],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'null', true],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, '1', false],
    [{ type: 'string', format: 'date' }, '"2024-02-29"', true],
    [{ type: 'string', format: 'date' }, '"2023-02-29"', false],
    [{ type: 'string', format: 'date' }, '"1900-02-29"', false],
    [{ type: 'string', format: 'date-time' }, '"2023-02-28T09:30:00Z"', true],
    [{ type: 'string', format: 'date-time' }, '"2023-02-28T09:30:00"', false],
    [{ properties: { a: { type: 'integer' } } }, '{"a":1,"zz":[{}]}', true],
    [{ properties: { a: { type: 'integer' } } }, '{"a":"x"}', false],
    [
      {
        anyOf: [
          { properties: { k: { const: 1 }, v: { type: 'string' } }, required: ['k', 'v'] },
          { properties: { k: { const: 2 }, v: { type: 'null' } }, required: ['k'] },
        ],
      },
      '{"k":2,"v":null}',
      true,
    ],
    [
      {
        anyOf: [
          { properties: { k: { const: 1 }, v: { type: 'string' } }, required: ['k', 'v'], type: 'object' },
          { type: 'object', properties: { k: { const: 2 }, v: { type: 'null' } }, required: ['k'] },
        ],
      },
      '{"k":2,"v":"s"}',
      false,
    ],
  ])('decides %j for %s: %s', (schema, text, expected) => {
    expect(accepts(schema, text)).toBe(expected);
  });

  it('writes local dates and times without a zone where that is asked for', () => {
    const options: CompileOptions = { dateTimeStyle: 'local' };
    expect(accepts({ type: 'string', format: 'date-time' }, '"2023-02-28T09:30:00"', options)).toBe(true);
    expect(accepts({ type: 'string', format: 'date-time' }, '"2023-02-28T09:30:00Z"', options)).toBe(false);
    expect(accepts({ type: 'string', format: 'time' }, '"09:30"', options)).toBe(true);
  });

  it('refuses what it does not enforce, with pointer, keyword and reason', () => {
    expect(() => matcher({ properties: { a: { pattern: '(a)\\1' } } })).toThrowError(/\/properties\/a\/pattern/);
  });

  it('refuses divisors whose multiples doubles cannot tell apart', () => {
    for (const divisor of [1e15, 1e300, 1e-16, 123456.0000000001]) {
      const { findings } = checkSchema({ multipleOf: divisor });
      const isRefused = findings.some(
        ({ pointer, verdict, reason }) => pointer === '/multipleOf' && verdict === 'refused' && reason !== '',
      );
      expect(isRefused, String(divisor)).toBe(divisor !== 123456.0000000001);
    }
    expect(accepts({ multipleOf: 1e-7 }, '0.0000003')).toBe(true);
    expect(accepts({ multipleOf: 1e14 }, '300000000000000')).toBe(true);
    expect(accepts({ multipleOf: 1e14 }, '310000000000000')).toBe(false);
  });

  it('refuses a schema that no value can satisfy', () => {
    for (const schema of [{ type: 'string', pattern: '^$', minLength: 2 }, { type: 'array', maxContains: 0, contains: {} }, { enum: [] }]) {
      expect(() => matcher(schema)).toThrowError(/no value can satisfy/);
    }
  });

  describe('with a vocabulary that lacks the bytes F1 and F2', () => {
    const gaps = createVocabulary(
      tokens.map((bytes) => (bytes.length === 1 && (bytes[0] === 0xf1 || bytes[0] === 0xf2) ? new Uint8Array(0) : bytes)),
      { stopTokenIds: [STOP] },
    );
    const unwritable = '\u{50000}';
    const compile = (schema: unknown) => compileGrammar(schema, gaps);

    it('refuses what demands a character that no token writes, and says so', () => {
      for (const schema of [
        { const: unwritable },
        { enum: [unwritable, `a${unwritable}`] },
        { const: { a: [unwritable] } },
        { type: 'object', required: [unwritable] },
        { type: 'object', properties: { a: { const: unwritable } }, required: ['a'] },
        { type: 'string', pattern: `^[${unwritable}-\u{5ffff}]+$` },
        { type: 'object', propertyNames: { const: unwritable }, minProperties: 1 },
      ]) {
        expect(checkSchema(schema).supported, JSON.stringify(schema)).toBe(true);
        expect(() => compile(schema), JSON.stringify(schema)).toThrow(
          expect.objectContaining({ code: 'unsupported_schema', message: expect.stringContaining('no value can satisfy it') }),
        );
      }
      expect(() => compile({ const: unwritable })).toThrow('U+50000');
    });

    it('writes the other values', () => {
      const whole = (schema: unknown, text: string) => {
        const m = compile(schema).createMatcher();
        return m.acceptText(text) && m.isComplete();
      };
      expect(whole({ enum: [unwritable, 'a'] }, '"a"')).toBe(true);
      expect(
        compile({ enum: [unwritable, 'a'] })
          .createMatcher()
          .forcedText(),
      ).toBe('"a"');
      expect(whole({ type: 'string', pattern: `^[a${unwritable}]$` }, '"a"')).toBe(true);
      expect(whole({ type: 'object', properties: { [unwritable]: true, b: true }, additionalProperties: false }, '{"b":1}')).toBe(true);
      expect(whole({ type: 'object', additionalProperties: { type: 'null' } }, '{"b":null}')).toBe(true);
    });
  });

  it('follows alternatives through recursion without multiplying them', () => {
    const nested = {
      $defs: {
        n: { anyOf: [{ $ref: '#/$defs/m' }, { $ref: '#/$defs/k' }] },
        m: { items: { $ref: '#/$defs/n' } },
        k: { items: { $ref: '#/$defs/n' }, maxItems: 9 },
      },
    };
    expect(accepts({ ...nested, $ref: '#/$defs/n' }, `${'['.repeat(60)}${']'.repeat(60)}`)).toBe(true);
  });

  it('does not take a key twice', () => {
    expect(accepts({ type: 'object' }, '{"a":1,"b":2}')).toBe(true);
    expect(accepts({ type: 'object' }, '{"a":1,"a":2}')).toBe(false);
  });

  it('takes only the shortest escape of a control character', () => {
    expect(accepts({ type: 'string' }, '"\\u0007\\b"')).toBe(true);
    expect(accepts({ type: 'string' }, '"\\u0008"')).toBe(false);
  });

  it('tells branches of a oneOf apart by the members that closed ones refuse', () => {
    const branch = (name: string) => ({ properties: { [name]: { type: 'string' }, s: {} }, additionalProperties: false });
    const schema = { type: 'object', oneOf: [branch('a'), branch('b'), branch('c')] };
    expect(accepts(schema, '{"a":"x","s":1}')).toBe(true);
    expect(accepts(schema, '{"s":1}')).toBe(false);
  });

  it('gives the members that a condition lists their place before those of its consequence', () => {
    const schema = {
      type: 'object',
      if: { properties: { kind: { const: 'box' } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { size: { type: 'integer' } } },
      unevaluatedProperties: false,
    };
    expect(accepts(schema, '{"kind":"box","size":1}')).toBe(true);
    expect(accepts(schema, '{"size":1,"kind":"box"}')).toBe(false);
    expect(accepts(schema, '{"kind":"bag"}')).toBe(false);
  });

  it('takes required names that nothing lists in any order', () => {
    const schema = { type: 'object', required: ['a', 'b'] };
    expect(accepts(schema, '{"b":1,"x":2,"a":3}')).toBe(true);
    expect(accepts(schema, '{"b":1}')).toBe(false);
  });

  it('allows white space between lexemes where that is asked for', () => {
    const options: CompileOptions = { whitespace: 'flexible' };
    expect(accepts(person, '{ "a": "x",\n  "b": null }', options)).toBe(true);
    expect(accepts(person, '{ "a": "x",\n  "b": nu ll }', options)).toBe(false);
  });
});
