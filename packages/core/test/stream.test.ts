import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createExtractor, type Engine, type Extractor, MaazaError, type PartialExtraction } from '../src/index.js';
import { anyRoot, anyText } from './support/arbitraries.js';
import { expectFinalParts, readAll } from './support/check-parts.js';
import { createScriptedEngine } from './support/engines.js';
import { goldenSamples as samples } from './support/golden-samples.js';

const seed = Number(process.env.MAAZA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

const codeOf = (error: unknown) => (MaazaError.isInstance(error) ? error.code : error);

describe(`streams of a model that decides at random (seed ${seed})`, () => {
  let extractor: Extractor;
  beforeAll(async () => {
    extractor = await createExtractor({ engine: (await createScriptedEngine(seed)).engine, cache: false });
  });
  afterAll(() => extractor.dispose());

  it('hold only what is in the final data, for any schema and any text', async () => {
    let early = 0;
    const options = fc.record({
      required: fc.constantFrom('verify' as const, 'trust' as const),
      minProbability: fc.constantFrom(0, 0.01, 0.3),
      maxOutputTokens: fc.constantFrom(20, 400),
      temperature: fc.constantFrom(0, 1),
    });
    await fc.assert(
      fc.asyncProperty(anyRoot, anyText, options, async (schema, text, given) => {
        const { parts, data } = await readAll(extractor.stream(text, schema, given));
        expectFinalParts(parts, data);
        early += parts.length - 1;
      }),
      { seed, numRuns: 200 },
    );
    expect(early).toBeGreaterThan(50);
  }, 240_000);

  it.each(['verify', 'trust'] as const)(
    'hold only what is in the final data of texts that print values, required: %s',
    async (required) => {
      let early = 0;
      for (const { text, schema, id } of samples.slice(0, 40)) {
        const rules = [{ before: ['/start', '/end'] as const }, { sum: ['/items/*/price'], equals: '/total' }];
        for (const given of [{ required }, { required, minProbability: 0.2, rules, temperature: 1, seed: id.length }]) {
          const { parts, data } = await readAll(extractor.stream(text, schema, given));
          expectFinalParts(parts, data);
          early += parts.length - 1;
        }
      }
      expect(early).toBeGreaterThan(40);
    },
    240_000,
  );
});

describe('streams of the embedded model', () => {
  let extractor: Extractor;
  beforeAll(async () => {
    extractor = await createExtractor();
  });
  afterAll(() => extractor.dispose());

  const text =
    'Invoice 4711 of 14 March 2024 for Ann Lee, Oslo. 3 lamps at 20.00 each and 2 chairs at 45.50 each. Total 151.00, to be paid by card.';
  const schema = {
    type: 'object',
    properties: {
      number: { type: 'string' },
      date: { type: 'string', format: 'date' },
      customer: { type: 'string' },
      city: { type: 'string' },
      items: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, price: { type: 'number' } } } },
      total: { type: 'number' },
      payment: { enum: ['card', 'cash'] },
    },
  } as const;

  it('hold only what is in the final data', async () => {
    const short = samples.filter((sample) => sample.text.length + JSON.stringify(sample.schema).length < 1400).slice(0, 14);
    let early = 0;
    for (const sample of short) {
      const { parts, data } = await readAll(extractor.stream(sample.text, sample.schema, { cache: false }));
      expectFinalParts(parts, data);
      early += parts.length - 1;
    }
    expect(short.length).toBeGreaterThan(9);
    expect(early).toBeGreaterThan(2 * short.length);
  }, 240_000);

  it('bring the first values long before the last run of the model, and more parts for more fields', async () => {
    const partsOf = async (count: number) => {
      const properties = Object.fromEntries(Object.entries(schema.properties).slice(0, count));
      const runs: number[] = [];
      let run = 0;
      const stream = extractor.stream(text, { type: 'object', properties }, { cache: false, onProgress: () => run++ });
      for await (const _ of stream) runs.push(run);
      return { runs, total: (await stream.extraction).usage.modelCalls };
    };
    const counts = [];
    for (const count of [1, 4, 7]) counts.push(await partsOf(count));
    const [one, four, seven] = counts.map(({ runs }) => runs.length);
    expect(four).toBeGreaterThan(one!);
    expect(seven).toBeGreaterThan(four!);
    const { runs, total } = counts[2]!;
    expect(runs[0]).toBeLessThan(total / 2);
  }, 120_000);

  it('come in one piece from the cache', async () => {
    const { data } = await extractor.extract(text, schema);
    const stream = extractor.stream(text, schema);
    const { parts } = await readAll(stream);
    expect(parts).toHaveLength(1);
    expectFinalParts(parts, data);
    expect((await stream.extraction).cached).toBe(true);
  }, 120_000);

  it('come in one piece at the end of a long text', async () => {
    const long = `${'The committee met and spoke about the weather at length, as it does each year.\n\n'.repeat(60)}Customer: Ann Lee\n`;
    const { parts, data } = await readAll(extractor.stream(long, { type: 'object', properties: { customer: { type: 'string' } } }));
    expect(parts).toHaveLength(1);
    expectFinalParts(parts, data);
  }, 120_000);

  it('hold the input of a schema library, whose word on the whole comes with the extraction', async () => {
    const library = z.object({ customer: z.string().transform((name) => name.length), note: z.string().default('none') });
    const stream = extractor.stream(text, library);
    let last: PartialExtraction | undefined;
    for await (const part of stream) last = part;
    expect(last!.data).toEqual({ customer: 'Ann Lee' });
    expect((await stream.extraction).data).toEqual({ customer: 7, note: 'none' });
  }, 120_000);

  it('end with the error where the caller gives up, or leaves the loop', async () => {
    const controller = new AbortController();
    const aborted = extractor.stream(text, schema, { cache: false, signal: controller.signal });
    const read = (async () => {
      for await (const _ of aborted) controller.abort();
    })();
    expect(codeOf(await read.catch((error: unknown) => error))).toBe('aborted');
    expect(codeOf(await aborted.extraction.catch((error: unknown) => error))).toBe('aborted');
    const left = extractor.stream(text, schema, { cache: false });
    for await (const _ of left) break;
    expect(codeOf(await left.extraction.catch((error: unknown) => error))).toBe('aborted');
  }, 120_000);

  it('can be read once, and need not be read at all', async () => {
    const stream = extractor.stream(text, schema);
    await readAll(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect((await extractor.stream(text, schema).extraction).data).toHaveProperty('customer');
  }, 120_000);
});

describe('a stream', () => {
  it('tells a wrong call where it is read, and a bad result after its parts', async () => {
    const { engine } = await createScriptedEngine(1);
    const extractor = await createExtractor({ engine, cache: false });
    const wrong = extractor.stream('text', { type: 'object' }, { temperature: 7 });
    expect(codeOf(await readAll(wrong).catch((error: unknown) => error))).toBe('invalid_request');
    const bad = extractor.stream(
      'text',
      { type: 'object', properties: { id: { type: 'string', pattern: '^\\d{9}$' } }, required: ['id'] },
      {
        onInvalid: 'throw',
      },
    );
    expect(codeOf(await readAll(bad).catch((error: unknown) => error))).toBe('schema_validation_failed');
  });

  it('of an engine that cannot tell parts is one part', async () => {
    const { engine } = await createScriptedEngine(1);
    const silent: Engine = {
      modelId: 'silent',
      weightsDigest: 'none',
      checkSchema: (schema) => engine.checkSchema(schema),
      extract: async () => ({
        data: { name: 'Ada' },
        fields: { '/name': { value: 'Ada', grounded: false } },
        missing: [],
        truncated: false,
        usage: { inputTokens: 1, outputTokens: 1, modelCalls: 1 },
      }),
      dispose: async () => undefined,
    };
    const extractor = await createExtractor({ engine: silent, cache: false });
    const { parts } = await readAll(extractor.stream('Ada', { type: 'object', properties: { name: { type: 'string' } } }));
    expect(parts).toEqual([{ data: { name: 'Ada' }, closed: ['/name', ''] }]);
  });
});
