import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { MaazaError } from '../../errors/index.js';
import type { JsonSchema } from '../../extract/types.js';
import type { Validator } from '../../validate/index.js';
import { createAjv, dialectOf } from './dialects.js';
import { createAjvValidator } from './index.js';

const validator: Validator = createAjvValidator();
const isValid = (schema: JsonSchema, value: unknown) => validator.compile(schema).validate(value).valid;
const draft7 = 'http://json-schema.org/draft-07/schema#';

function refusal(schema: unknown): MaazaError {
  try {
    validator.assertJsonSchema(schema);
  } catch (error) {
    if (error instanceof MaazaError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('values', () => {
  it('are judged at once, whatever ajv makes of $async', () => {
    expect(isValid({ $async: true, type: 'string' }, 'a')).toBe(true);
    expect(isValid({ $async: true, type: 'string' }, 1)).toBe(false);
  });

  it('reports every issue with a pointer to the member it is about', () => {
    const schema = {
      type: 'object',
      properties: { id: { type: 'string' }, items: { type: 'array', items: { type: 'object', required: ['a/b'] } } },
      required: ['id', 'total'],
      additionalProperties: false,
    };
    const { valid, errors } = validator.compile(schema).validate({ id: 1, items: [{}], extra: true });
    expect(valid).toBe(false);
    expect(errors.map(({ pointer, keyword }) => `${keyword} ${pointer}`).sort()).toEqual([
      'additionalProperties /extra',
      'required /items/0/a~1b',
      'required /total',
      'type /id',
    ]);
    expect(errors.find((error) => error.keyword === 'type')).toMatchObject({ params: { type: 'string' }, message: 'must be string' });
  });

  it('gives no errors for a valid value', () => {
    expect(validator.compile({ type: 'integer' }).validate(3)).toEqual({ valid: true, errors: [] });
  });

  it('keeps the errors of one run when the next one starts', () => {
    const compiled = validator.compile({ type: 'integer', minimum: 5 });
    const first = compiled.validate('x');
    compiled.validate(9);
    expect(first.errors).toHaveLength(1);
  });

  it('does not take inherited members for members of the data', () => {
    expect(isValid({ required: ['toString'] }, {})).toBe(false);
    expect(isValid({ required: ['__proto__'] }, {})).toBe(false);
    expect(
      isValid(JSON.parse('{"properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'), JSON.parse('{"__proto__":"x"}')),
    ).toBe(true);
  });

  it('lets unknown keywords and formats pass as annotations', () => {
    expect(isValid({ type: 'string', format: 'colour', 'x-note': 1 }, 'red')).toBe(true);
  });

  it('takes patterns that escape more than /u allows, and reads the others with /u', () => {
    expect(isValid({ pattern: '^\\_a$' }, '_a')).toBe(true);
    expect(isValid({ pattern: '^.$' }, '😀')).toBe(true);
  });

  it('checks known formats in full', () => {
    expect(isValid({ format: 'date' }, '2025-02-29')).toBe(false);
    expect(isValid({ format: 'date' }, '2024-02-29')).toBe(true);
    expect(isValid({ format: 'email' }, 'a@b')).toBe(false);
    expect(isValid({ format: 'uri' }, 'https://example.org/?q=1')).toBe(true);
  });
});

describe('dialects', () => {
  it('reads a schema without $schema as 2020-12', () => {
    const tuple = { prefixItems: [{ type: 'string' }], items: false };
    expect(isValid(tuple, ['a'])).toBe(true);
    expect(isValid(tuple, ['a', 'b'])).toBe(false);
  });

  it('reads draft-07 by its $schema, with and without the #', () => {
    for (const $schema of [draft7, 'http://json-schema.org/draft-07/schema']) {
      const tuple = { $schema, items: [{ type: 'string' }], additionalItems: false };
      expect(isValid(tuple, ['a'])).toBe(true);
      expect(isValid(tuple, ['a', 'b'])).toBe(false);
      expect(isValid({ $schema, prefixItems: [{ type: 'string' }] }, [1])).toBe(true);
    }
  });

  it('reads 2019-09', () => {
    const schema = { $schema: 'https://json-schema.org/draft/2019-09/schema', properties: { a: {} }, unevaluatedProperties: false };
    expect(isValid(schema, { b: 1 })).toBe(false);
  });

  it('refuses a dialect it does not know', () => {
    const error = refusal({ $schema: 'http://json-schema.org/draft-04/schema#' });
    expect(error.code).toBe('unsupported_schema');
    expect(error.details).toMatchObject({ pointer: '/$schema', findings: [{ keyword: '$schema', verdict: 'refused' }] });
  });
});

describe('formatMode', () => {
  const rfc3339 = createAjvValidator({ formatMode: 'rfc3339' });
  const passes = (format: string, text: string) => [
    validator.compile({ format }).validate(text).valid,
    rfc3339.compile({ format }).validate(text).valid,
  ];

  it.each([
    ['time', '08:30:00Z', true, true],
    ['time', '08:30:00.5+02:00', true, true],
    ['time', '08:30', true, false],
    ['time', '08:30:00', true, false],
    ['time', '24:00', false, false],
    ['time', '8:30', false, false],
    ['time', '08:60', false, false],
    ['date-time', '2026-03-01T08:30:00Z', true, true],
    ['date-time', '2026-03-01T08:30:00', true, false],
    ['date-time', '2026-03-01T08:30', true, false],
    ['date-time', '2026-02-30T08:30', false, false],
    ['date-time', '2026-02-30T08:30:00', false, false],
    ['date-time', '2026-03-01', false, false],
    ['date-time', 'tomorrow', false, false],
  ])('%s %s: local %s, rfc3339 %s', (format, text, local, strict) => {
    expect(passes(format, text)).toEqual([local, strict]);
  });
});

describe('schemas', () => {
  it('names the place where a schema breaks its meta-schema', () => {
    const error = refusal({ type: 'object', properties: { price: { type: 'nunber' } } });
    expect(error.code).toBe('invalid_schema');
    expect(error.details.pointer).toBe('/properties/price/type');
    expect(refusal({ properties: { a: { minLength: -1 } } }).details.pointer).toBe('/properties/a/minLength');
    expect(refusal({ properties: { a: 'string' } }).details.pointer).toBe('/properties/a');
    expect(refusal({ properties: { a: { pattern: '(' } } }).details.pointer).toBe('/properties/a/pattern');
    expect(refusal({ patternProperties: { '[': {} } }).details.pointer).toBe('/patternProperties/[');
    expect(refusal({ required: 'a' }).details.pointer).toBe('/required');
    expect(refusal({ $schema: draft7, properties: { a: { type: 'nunber' } } }).details.pointer).toBe('/properties/a/type');
  });

  it('tells how to go on with a draft-07 tuple that does not say so', () => {
    expect(refusal({ properties: { pair: { items: [{}] } } }).message).toContain('draft-07');
  });

  it('refuses a $ref that leads nowhere, with its place', () => {
    expect(refusal({ properties: { a: { $ref: '#/$defs/b' } } })).toMatchObject({
      code: 'invalid_schema',
      details: { pointer: '/properties/a/$ref' },
    });
  });

  it('refuses a $ref to the outside, and fetches nothing', () => {
    const error = refusal({ properties: { a: { $ref: 'https://example.org/b.json' } } });
    expect(error.code).toBe('unsupported_schema');
    expect(error.details).toMatchObject({ pointer: '/properties/a/$ref', findings: [{ pointer: '/properties/a/$ref', keyword: '$ref' }] });
  });

  it('follows recursive references', () => {
    const tree = {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { child: { $ref: '#/$defs/node' } }, required: ['name'] } },
    };
    expect(isValid(tree, { name: 1, child: { name: 2 } })).toBe(true);
    expect(isValid(tree, { name: 1, child: {} })).toBe(false);
  });

  it('keeps two schemas with one $id apart', () => {
    const outer = (type: string) => ({ $id: 'https://example.org/a', properties: { x: { $id: 'https://example.org/b', type } } });
    expect(isValid(outer('string'), { x: 'a' })).toBe(true);
    expect(isValid(outer('number'), { x: 'a' })).toBe(false);
    expect(() => validator.assertJsonSchema({ $id: 'https://example.org/a', type: 'nunber' })).toThrow();
    expect(isValid(outer('boolean'), { x: true })).toBe(true);
    expect(refusal({ $ref: 'https://example.org/b' }).code).toBe('unsupported_schema');
  });

  it('does not follow a schema that changes after compiling', () => {
    const schema = { type: 'string' };
    const compiled = validator.compile(schema);
    schema.type = 'number';
    expect(compiled.validate('x').valid).toBe(true);
    expect(isValid(schema, 'x')).toBe(false);
  });

  it('compiles an equal schema once, and forgets the least recently used', () => {
    const small = createAjvValidator({ maxCompiled: 1 });
    const first = small.compile({ type: 'string' });
    expect(small.compile({ type: 'string' })).toBe(first);
    small.compile({ type: 'number' });
    expect(small.compile({ type: 'string' })).not.toBe(first);
  });
});

describe('contradictions that only compiling finds', () => {
  it('are invalid_schema too', () => {
    const error = refusal({ nullable: true });
    expect(error).toMatchObject({ code: 'invalid_schema', details: { pointer: '' } });
    expect(error.message).toContain('nullable');
  });
});

describe('options', () => {
  it('refuses values outside their range', () => {
    expect(() => createAjvValidator({ maxCompiled: 0 })).toThrow(/maxCompiled/);
    expect(() => createAjvValidator({ formatMode: 'iso' as never })).toThrow(/formatMode/);
  });
});

describe('memory', () => {
  it('does not grow with schemas that were forgotten, as it does with ajv alone', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const schemaOf = (i: number): JsonSchema => ({ properties: { [`a${i}`]: { pattern: `^x${i}` }, b: { enum: [`q${i}`, 'z'] } } });
    const growth = (compile: (schema: JsonSchema) => void): number => {
      const heapAfter = (from: number, to: number): number => {
        for (let i = from; i < to; i++) compile(schemaOf(i));
        collectGarbage();
        return process.memoryUsage().heapUsed;
      };
      const before = heapAfter(0, 600);
      return heapAfter(600, 1600) - before;
    };
    const ajv = createAjv(dialectOf({}), 'local');
    const own = createAjvValidator();
    const ofAjvAlone = growth((schema) => {
      ajv.compile(schema);
      ajv.removeSchema(schema);
    });
    // What coverage keeps of every function ever made is in both.
    expect(growth((schema) => void own.compile(schema))).toBeLessThan(0.6 * ofAjvAlone);
  });
});
