import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExtractor, type Extractor } from '../src/index.js';
import { anyRoot, anyText } from './support/arbitraries.js';
import { createScriptedEngine } from './support/engines.js';

const seed = Number(process.env.MAAZA_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

describe(`any schema and any text (seed ${seed})`, () => {
  let extractor: Extractor;
  beforeAll(async () => {
    extractor = await createExtractor({ engine: (await createScriptedEngine(seed)).engine, cache: false });
  });
  afterAll(() => extractor.dispose());

  it('gives data that fits the schema, or names what is missing; spans hold what they say', async () => {
    await fc.assert(
      fc.asyncProperty(anyRoot, anyText, async (schema, text) => {
        const result = await extractor.extract(text, schema, { maxOutputTokens: 400 });
        const unexpected = result.errors.filter(({ code }) => code === 'invalid_value');
        expect(unexpected).toEqual([]);
        expect(result.valid).toBe(result.errors.length === 0);
        for (const { printed, start, end } of Object.values(result.fields)) {
          if (start !== undefined) expect(text.slice(start, end)).toBe(printed);
        }
      }),
      { seed, numRuns: 120 },
    );
  }, 240_000);
});
