import { describe, expect, it } from 'vitest';
import { compileOrRefuse, vocabularyOf } from './support/engine.js';
import { createRandom, testSeed } from './support/random.js';
import type { SchemaObject } from './support/schema-index.js';
import { smallTokens } from './support/vocabularies.js';
import { randomWalk } from './support/walk.js';

/** Schemas as an unknown sender may give them: large, deep, endless, contradictory, or written to make a naive engine explode. */
function hostileSchemas(): Record<string, SchemaObject> {
  const nest = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { type: 'array', items: nest(depth - 1, inner) });
  const pairs = Array.from({ length: 20 }, (_, at) => ({ anyOf: [{ required: [`a${at}`] }, { required: [`b${at}`] }] }));
  const chain = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`d${at}`, { $ref: `#/$defs/d${at + 1}` }]));
  return {
    'nested quantifiers': { type: 'string', pattern: '^(a+)+$' },
    'ambiguous alternatives': { type: 'string', pattern: '^(a|a|aa)*b$' },
    'a counter in a counter': { type: 'string', pattern: '^((a{0,1000}b){0,1000})$' },
    'two long counters': { type: 'string', pattern: '^.{0,5000}x.{0,5000}$' },
    'exponential determinisation': { type: 'string', pattern: '(a|b)*a(a|b){24}$' },
    'many patterns at once': { type: 'string', allOf: Array.from({ length: 12 }, (_, at) => ({ pattern: `[a-f]{${at + 1}}[g-z]` })) },
    'a long string': { type: 'string', minLength: 100_000, maxLength: 1_000_000_000 },
    'a long array': { type: 'array', minItems: 1_000_000, items: { type: 'null' } },
    'a huge enum': { enum: Array.from({ length: 20_000 }, (_, at) => `value-${at * 7919}`) },
    'a huge object': {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`k${at}`, { type: 'integer' }])),
    },
    'many cases that contradict each other only in the end': {
      allOf: Array.from({ length: 12 }, (_, at) => ({
        anyOf: [1, 2, 3].map((way) => ({ properties: { [`p${at}`]: { const: way } }, ...(at === 11 ? { enum: [] } : {}) })),
      })),
    },
    'two to the twentieth cases': { type: 'object', allOf: pairs },
    'deep nesting': nest(3000, { type: 'null' }) as SchemaObject,
    'a long chain of references': { $ref: '#/$defs/d0', $defs: { ...chain, d2000: { type: 'null' } } },
    'a reference to itself': { $ref: '#' },
    'two references in a circle': { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
    'allOf of itself': { allOf: [{ $ref: '#' }, { type: 'null' }] },
    'not of itself': { not: { $ref: '#' } },
    'endless required recursion': { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
    'endless required recursion beside an end': {
      anyOf: [{ type: 'object', properties: { a: { $ref: '#' } }, required: ['a'], additionalProperties: false }, { type: 'null' }],
    },
    'endless items': { type: 'array', items: { $ref: '#' }, minItems: 1 },
    'a contradiction': { type: 'string', minLength: 3, maxLength: 2 },
    'a contradiction deep inside': {
      type: 'object',
      properties: { a: { allOf: [{ type: 'string' }, { type: 'number' }] } },
      required: ['a'],
    },
    'a pattern against an enum': { enum: ['a', 'b'], pattern: '^c$' },
    'no multiple in the range': { type: 'integer', multipleOf: 7, minimum: 15, maximum: 20 },
    'more unique items than values': { type: 'array', items: { type: 'boolean' }, uniqueItems: true, minItems: 3 },
    'more properties than names': { type: 'object', propertyNames: { enum: ['a', 'b'] }, minProperties: 3 },
    'a tiny multiple': { type: 'number', multipleOf: 1e-300 },
    'huge bounds': { type: 'integer', minimum: -1e300, maximum: 1e300 },
    'a key of the prototype': {
      type: 'object',
      properties: { __proto__: { type: 'null' }, constructor: { type: 'null' } },
      required: ['constructor'],
    },
    'a pattern that no string matches': { type: 'string', pattern: 'a^b' },
    'a broken pattern': { type: 'string', pattern: '(' },
    'a broken schema': { type: 'strong', properties: 5 } as unknown as SchemaObject,
  };
}

describe('hostile schemas', () => {
  const tokens = smallTokens();
  const vocabulary = vocabularyOf(tokens);

  for (const [name, schema] of Object.entries(hostileSchemas())) {
    it(`${name}: compiled or refused in time, and no dead end`, { timeout: 60_000 }, () => {
      const start = performance.now();
      const compiled = compileOrRefuse(schema, vocabulary, { compileTimeoutMs: 1000 });
      // The limit is 1 s; the rest is for a busy machine.
      expect(performance.now() - start).toBeLessThan(4000);
      if ('refusal' in compiled) {
        expect(['unsupported_schema', 'invalid_schema', 'schema_too_complex']).toContain(compiled.refusal.code);
        expect(compiled.refusal.message.length).toBeLessThan(2000);
        return;
      }
      const random = createRandom(testSeed);
      const walkStart = performance.now();
      for (let walk = 0; walk < 5; walk++) {
        // Some of these have no short end: what counts is that there is always a next token, quickly.
        const { outcome, text } = randomWalk(compiled.grammar.createMatcher(), tokens, random, { freeSteps: 20, maxSteps: 300 });
        expect(['complete', 'no_end'], text.slice(-200)).toContain(outcome);
      }
      expect(performance.now() - walkStart).toBeLessThan(20_000);
    });
  }

  it('are refused where alternatives without number lead to nothing, with what was too many', () => {
    const compiled = compileOrRefuse(hostileSchemas()['many cases that contradict each other only in the end']!, vocabulary);
    expect(compiled).toMatchObject({ refusal: { code: 'schema_too_complex', details: { what: 'alternatives of schemas to try' } } });
  });

  it('have no valid instance where they contradict themselves, which is said before the run', () => {
    const schemas = hostileSchemas();
    const contradictions = ['a contradiction', 'a contradiction deep inside', 'a pattern against an enum', 'no multiple in the range'];
    const endless = ['endless required recursion', 'endless items', 'more unique items than values', 'more properties than names'];
    for (const name of [...contradictions, ...endless]) {
      expect(compileOrRefuse(schemas[name]!, vocabulary), name).toHaveProperty('refusal');
    }
  });
});
