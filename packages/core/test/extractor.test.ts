import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '@maaza/core/document';
import { createSqliteStore } from '@maaza/core/sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Cache,
  createExtractor,
  createMemoryStore,
  type Engine,
  type Extractor,
  MaazaError,
  type SchemaFinding,
} from '../src/index.js';
import { createScriptedEngine } from './support/engines.js';
import type { ScriptedModel } from './support/scripted-model.js';

const schema = { type: 'object', properties: { name: { type: 'string' }, count: { type: 'integer' } } } as const;
const text = 'Three boxes for Ada Lovelace';

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return MaazaError.isInstance(error) ? error.code : error;
};

describe('an extractor', () => {
  let engine: Engine;
  let model: ScriptedModel;
  let extractor: Extractor;
  beforeAll(async () => {
    ({ engine, model } = await createScriptedEngine(7));
    extractor = await createExtractor({ engine, now: () => 1_700_000_000_999, createId: () => 'ext_1' });
  });
  afterAll(() => extractor.dispose());

  it('gives the whole shape of an extraction', async () => {
    const result = await extractor.extract(text, schema, { cache: false });
    expect(result).toMatchObject({
      id: 'ext_1',
      object: 'extraction',
      created: 1_700_000_000,
      model: 'maaza-135m',
      cached: false,
      valid: true,
      errors: [],
    });
    expect(result.usage.totalTokens).toBe(result.usage.inputTokens + result.usage.outputTokens);
    expect(result.usage.modelCalls).toBeGreaterThan(0);
    expect(Object.keys(result.fields)).toEqual(['/name', '/count']);
  });

  it('takes a document for its text, one by one and among many', async () => {
    const { data, fields } = await extractor.extract(text, schema);
    const document = await readDocument(new TextEncoder().encode(text));
    expect(await extractor.extract(document, schema)).toMatchObject({ data, fields });
    for await (const { extraction } of extractor.extractMany([document, text], schema)) expect(extraction).toMatchObject({ data, fields });
    expect(await codeOf(extractor.extract({ text: 5 } as never, schema))).toBe('invalid_request');
    expect(await codeOf(extractor.extract(null as never, schema))).toBe('invalid_request');
  });

  it('answers a repeated call from the cache, without a run of the model', async () => {
    const first = await extractor.extract(text, schema);
    const runs = model.runs;
    const second = await extractor.extract(text, schema);
    expect(model.runs).toBe(runs);
    expect(second).toMatchObject({ data: first.data, fields: first.fields, cached: true });
    expect(second.usage.modelCalls).toBe(0);
    expect((await extractor.extract(text, schema, { verbatim: false })).cached).toBe(false);
  });

  it('gives the same result for the same seed, and different ones for different seeds', async () => {
    const draw = async (seed: number) =>
      JSON.stringify((await extractor.extract(text, schema, { temperature: 1.5, seed, cache: false, minProbability: 0 })).data);
    expect(await draw(1)).toBe(await draw(1));
    const drawn = new Set<string>();
    for (let seed = 0; seed < 8; seed++) drawn.add(await draw(seed));
    expect(drawn.size).toBeGreaterThan(1);
  });

  it('feeds the part of the prompt that belongs to the schema only once, with the same result', async () => {
    const { engine: fresh } = await createScriptedEngine(7);
    const alone = await createExtractor({ engine: fresh, cache: false });
    const runsBefore = model.runs;
    const warm = await extractor.extract('Four crates for Alan Turing', schema, { cache: false });
    const warmRuns = model.runs - runsBefore;
    const cold = await alone.extract('Four crates for Alan Turing', schema);
    expect(warm.data).toEqual(cold.data);
    expect(warmRuns).toBeLessThanOrEqual(cold.usage.modelCalls);
    await alone.dispose();
  });

  it.each<[string, unknown]>([
    ['format-free keyword that is refused', { type: 'object', properties: { a: { type: 'string', pattern: '(a)\\1' } } }],
    ['the same in a list', { type: 'object', properties: { a: { type: 'array', items: { type: 'string', pattern: '(?<x>a)\\k<x>' } } } }],
  ])('refuses %s with its pointer and its name, before any run', async (_name, refused) => {
    const runs = model.runs;
    const error = (await extractor.extract(text, refused as never).catch((cause: unknown) => cause)) as MaazaError;
    expect(error.code).toBe('unsupported_schema');
    const findings = error.details.findings as SchemaFinding[];
    expect(findings[0]).toMatchObject({ keyword: 'pattern', verdict: 'refused' });
    expect(findings[0]!.pointer).toMatch(/^\/properties\/a.*\/pattern$/);
    expect(model.runs).toBe(runs);
  });

  it.each<[string, unknown, unknown, string]>([
    ['a text that is no string', 5, schema, 'invalid_request'],
    ['null for a schema', text, null, 'invalid_schema'],
    ['an impossible type', text, { type: 'strnig' }, 'invalid_schema'],
  ])('refuses %s', async (_name, badText, badSchema, code) => {
    expect(await codeOf(extractor.extract(badText as string, badSchema as never))).toBe(code);
  });

  it.each([
    { temperature: -1 },
    { temperature: Number.NaN },
    { seed: 1.5 },
    { maxOutputTokens: 0 },
    { unknown: 1 },
    { onInvalid: 'explode' },
    { required: 'maybe' },
    { signal: 3 },
  ])('refuses the options %j', async (options) => {
    expect(await codeOf(extractor.extract(text, schema, options as never))).toBe('invalid_request');
  });

  it('throws for invalid data where asked to, with what could be read', async () => {
    const strict = { type: 'object', properties: { email: { type: 'string', format: 'email' } }, required: ['email'] } as const;
    const error = (await extractor.extract(text, strict, { onInvalid: 'throw' }).catch((cause: unknown) => cause)) as MaazaError;
    expect(error.code).toBe('schema_validation_failed');
    expect(error.details).toMatchObject({ missing_fields: ['/email'], extraction: { data: {}, valid: false } });
  });

  it('stops at an abort and at a time limit', async () => {
    expect(await codeOf(extractor.extract('a', schema, { signal: AbortSignal.abort(), cache: false }))).toBe('aborted');
    const controller = new AbortController();
    const progress: number[] = [];
    const running = extractor.extract('b '.repeat(400), schema, {
      cache: false,
      signal: controller.signal,
      onProgress: ({ promptTokensRead }) => {
        progress.push(promptTokensRead);
        controller.abort();
      },
    });
    expect(await codeOf(running)).toBe('aborted');
    expect(progress).toHaveLength(1);
    expect(await codeOf(extractor.extract('c '.repeat(400), schema, { timeoutMs: 1, cache: false }))).toBe('timeout');
    expect((await extractor.extract('after an abort all goes on', schema, { cache: false })).valid).toBe(true);
  });

  it('keeps the order of many texts, and goes on after one that fails', async () => {
    const items = [];
    for await (const item of extractor.extractMany(['one', 'x'.repeat(3_000_000), 'three'], schema, { concurrency: 3 })) items.push(item);
    expect(items.map(({ index, error }) => [index, error?.code])).toEqual([
      [0, undefined],
      [1, 'text_too_long'],
      [2, undefined],
    ]);
  });

  it('draws texts only as results are taken', async () => {
    let drawn = 0;
    let closed = false;
    function* source() {
      try {
        for (;;) yield `text ${drawn++}`;
      } finally {
        closed = true;
      }
    }
    for await (const { index } of extractor.extractMany(source(), schema, { concurrency: 2 })) if (index === 3) break;
    expect(drawn).toBeLessThanOrEqual(6);
    expect(closed).toBe(true);
  });

  it('closes an answer early that reaches its limit, and says so', async () => {
    const list = {
      type: 'object',
      properties: { words: { type: 'array', items: { type: 'string' }, minItems: 5 }, n: { type: 'integer' } },
      required: ['words', 'n'],
    } as const;
    const result = await extractor.extract(text, list, { maxOutputTokens: 6, cache: false });
    expect(result.errors.map(({ code }) => code)).toContain('truncated');
  });

  it('goes on with a cache that is broken, and with a store that is', async () => {
    const broken = async () => {
      throw new Error('broken');
    };
    const cache: Cache = { get: broken, set: broken, dispose: async () => {} };
    const warnings: string[] = [];
    const store = { ...createMemoryStore(), save: broken };
    const careless = await createExtractor({ engine, cache, store, onWarning: ({ code }) => warnings.push(code) });
    expect((await careless.extract(text, schema)).valid).toBe(true);
    expect(warnings).toEqual(['cache_failed', 'cache_failed', 'store_failed']);
  });

  it('keeps extractions in a store', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maaza-'));
    const store = await createSqliteStore({ path: join(folder, 'extractions.sqlite') });
    const keeping = await createExtractor({ engine, store });
    const { id } = await keeping.extract(text, schema);
    expect((await store.get(id))?.data).toEqual((await keeping.extract(text, schema)).data);
    await store.dispose();
    await rm(folder, { recursive: true });
  });

  it('cannot be used after dispose', async () => {
    const { engine: own } = await createScriptedEngine(1);
    const short = await createExtractor({ engine: own });
    await short.dispose();
    await short.dispose();
    expect(await codeOf(short.extract(text, schema))).toBe('disposed');
  });
});
