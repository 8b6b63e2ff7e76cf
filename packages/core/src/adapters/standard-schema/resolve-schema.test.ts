import { toJsonSchema, toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { MaazaError } from '../../errors/index.js';
import { createAjvValidator } from '../ajv/index.js';
import { isStandardSchema, resolveSchema, type SchemaInput } from './index.js';

const outcomeOf = async (schema: SchemaInput, value: unknown) => (await resolveSchema(schema)).validate!(value);

async function refusal(schema: SchemaInput): Promise<MaazaError> {
  const error = await resolveSchema(schema).then(
    () => new Error('was not refused'),
    (error: unknown) => error,
  );
  if (!MaazaError.isInstance(error)) throw error;
  return error;
}

/** The same schema three times: a string, a number made of text, a member with a default, a list. */
const libraries: readonly [string, SchemaInput][] = [
  ['zod', z.object({ id: z.string(), count: z.string().transform(Number), note: z.string().default('none'), tags: z.array(z.string()) })],
  [
    'valibot',
    v.object({
      id: v.string(),
      count: v.pipe(v.string(), v.transform(Number)),
      note: v.optional(v.string(), 'none'),
      tags: v.array(v.string()),
    }),
  ],
  ['arktype', type({ id: 'string', count: type('string').pipe((text) => Number(text)), note: 'string = "none"', tags: 'string[]' })],
];

describe.each(libraries)('%s', (vendor, schema) => {
  it('gives the JSON Schema of its input: before transforms, with defaulted members optional', async () => {
    const { jsonSchema } = await resolveSchema(schema);
    const properties = jsonSchema.properties as Record<string, { type: string }>;
    expect(Object.keys(properties).sort()).toEqual(['count', 'id', 'note', 'tags']);
    expect(properties.count!.type).toBe('string');
    expect([...(jsonSchema.required as string[])].sort()).toEqual(['count', 'id', 'tags']);
    createAjvValidator().compile(jsonSchema);
  });

  it('gives the typed value, with transforms and defaults applied', async () => {
    expect(await outcomeOf(schema, { id: 'A1', count: '3', tags: ['x'] })).toEqual({
      valid: true,
      value: { id: 'A1', count: 3, note: 'none', tags: ['x'] },
    });
  });

  it('tells what is wrong by JSON pointer', async () => {
    const outcome = await outcomeOf(schema, { id: 'A1', count: '3', tags: ['x', 5] });
    expect(outcome).toMatchObject({ valid: false, errors: [{ pointer: '/tags/1', keyword: vendor }] });
  });
});

describe('resolveSchema', () => {
  it('passes a plain JSON Schema through', async () => {
    const schema = { type: 'object' };
    expect(await resolveSchema(schema)).toEqual({ jsonSchema: schema });
  });

  it('tells Standard Schemas from everything else', () => {
    expect([z.string(), v.string(), type('string')].every(isStandardSchema)).toBe(true);
    expect([null, undefined, 'x', {}, () => 1, { '~standard': { version: 2 } }].some(isStandardSchema)).toBe(false);
  });

  it('takes a Valibot schema that was wrapped for Standard JSON Schema', async () => {
    const { jsonSchema } = await resolveSchema(toStandardJsonSchema(v.object({ a: v.string() })));
    expect(jsonSchema.properties).toEqual({ a: { type: 'string' } });
  });

  it('takes a Zod schema that does not give Standard JSON Schema itself', async () => {
    const schema = z.object({ at: z.iso.time(), count: z.int(), note: z.string().default('') });
    const { jsonSchema: _, ...standard } = schema['~standard'] as never as Record<string, unknown>;
    const older = Object.create(schema, { '~standard': { value: standard } }) as typeof schema;
    expect((await resolveSchema(older)).jsonSchema).toEqual((await resolveSchema(schema)).jsonSchema);
  });

  it('takes an ArkType schema that does not give Standard JSON Schema itself', async () => {
    const schema = type({ a: 'string' });
    const older = { '~standard': { ...schema['~standard'], jsonSchema: undefined }, toJsonSchema: () => schema.toJsonSchema() };
    expect((await resolveSchema(older as never)).jsonSchema).toEqual((await resolveSchema(schema)).jsonSchema);
  });

  it('keeps what ArkType can only say in part, and lets it check the result', async () => {
    const schema = type({ n: type('number').narrow((n, context) => n > 3 || context.mustBe('above 3')) });
    expect((await resolveSchema(schema)).jsonSchema.properties).toEqual({ n: { type: 'number' } });
    expect(await outcomeOf(schema, { n: 1 })).toMatchObject({ valid: false, errors: [{ pointer: '/n', keyword: 'arktype' }] });
  });

  it('takes a library that it does not know, where that gives Standard JSON Schema', async () => {
    const validate = (value: unknown) => ({ value });
    const jsonSchema = { input: () => ({ type: 'string' }), output: () => ({ type: 'number' }) };
    const resolved = await resolveSchema({ '~standard': { version: 1, vendor: 'other', validate, jsonSchema } } as never);
    expect(resolved.jsonSchema).toEqual({ type: 'string' });
  });

  it.each<[string, SchemaInput]>([
    ['zod', z.object({ when: z.date() })],
    ['valibot', v.object({ when: v.date() })],
    ['arktype', type({ when: 'Date' })],
  ])('refuses what %s cannot write as JSON', async (vendor, schema) => {
    const error = await refusal(schema);
    expect(error).toMatchObject({ code: 'unsupported_schema', details: { vendor, findings: [{ keyword: vendor, verdict: 'refused' }] } });
    expect(error.cause).toBeDefined();
  });

  it('refuses a library that gives no JSON Schema', async () => {
    const schema = { '~standard': { version: 1 as const, vendor: 'other', validate: (value: unknown) => ({ value }) } };
    expect(await refusal(schema)).toMatchObject({ code: 'unsupported_schema', details: { vendor: 'other' } });
    expect(await refusal({ '~standard': { ...schema['~standard'], vendor: 'zod' } })).toMatchObject({ code: 'unsupported_schema' });
  });

  it('refuses a converter that answers something else than an object', async () => {
    const standard = { version: 1 as const, vendor: 'other', validate: (value: unknown) => ({ value }), jsonSchema: { input: () => true } };
    expect((await refusal({ '~standard': standard } as never)).code).toBe('invalid_schema');
  });

  it('says so where code in the schema throws', async () => {
    const schema = z.string().transform(() => {
      throw new Error('no such place');
    });
    await expect(outcomeOf(schema, 'x')).rejects.toMatchObject({
      code: 'invalid_schema',
      message: expect.stringContaining('no such place'),
    });
  });
});

describe('what libraries spell out', () => {
  const propertiesOf = async (schema: SchemaInput) => (await resolveSchema(schema)).jsonSchema.properties as Record<string, unknown>;

  it('leaves formats and integers of Zod plain, and keeps what the caller wrote', async () => {
    const schema = z.object({
      count: z.int(),
      day: z.iso.date(),
      at: z.iso.time(),
      moment: z.iso.datetime({ local: true }),
      mail: z.email().optional(),
      code: z.string().regex(/^[A-Z]{2}$/),
      age: z.int().min(0),
    });
    expect(await propertiesOf(schema)).toEqual({
      count: { type: 'integer' },
      day: { type: 'string', format: 'date' },
      at: { type: 'string', format: 'time' },
      moment: { type: 'string', format: 'date-time' },
      mail: { type: 'string', format: 'email' },
      code: { type: 'string', pattern: '^[A-Z]{2}$' },
      age: { type: 'integer', minimum: 0 },
    });
    expect(
      await outcomeOf(schema, { count: 2 ** 60, day: '2026-02-30', at: '08:30', moment: '2026-03-01T08:30:00', code: 'DE', age: 1 }),
    ).toMatchObject({
      valid: false,
      errors: [{ pointer: '/count' }, { pointer: '/day' }],
    });
  });

  it('does not mistake members named like keywords for keywords', async () => {
    const schema = z.object({ format: z.string(), pattern: z.string(), default: z.int(), properties: z.object({ enum: z.int() }) });
    expect(await propertiesOf(schema)).toMatchObject({
      format: { type: 'string' },
      pattern: { type: 'string' },
      default: { type: 'integer' },
      properties: { properties: { enum: { type: 'integer' } } },
    });
    expect(JSON.stringify(await propertiesOf(schema))).not.toContain('minimum');
  });

  it('leaves data alone', async () => {
    const data = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER };
    const resolved = await resolveSchema(z.object({ a: z.any().meta({ examples: [data] }) }));
    expect(resolved.jsonSchema.properties).toEqual({ a: { examples: [data] } });
  });

  it('is what Valibot already writes', async () => {
    const schema = v.object({ day: v.pipe(v.string(), v.isoDate()), count: v.pipe(v.number(), v.integer()) });
    expect((await resolveSchema(schema)).jsonSchema).toEqual(toJsonSchema(schema, { target: 'draft-2020-12' }));
  });
});
