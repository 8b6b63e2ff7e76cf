import { describe, expect, it } from 'vitest';
import { createExtractor, type Engine, MaazaError } from '../src/index.js';
import { createScriptedEngine } from './support/engines.js';

const description =
  'as it is printed on the form, in the words of the form, without what stands around it, and without any remark of the clerk';

/** Takes more of the window than it has, together with any text. */
const wideSchema = {
  type: 'object',
  properties: {
    ...Object.fromEntries(Array.from({ length: 56 }, (_, i) => [`field_${i}`, { type: 'string', description }])),
    order_no: { type: 'string' },
  },
  required: ['order_no'],
};

const filler = 'The committee met in the morning and discussed the weather at length without reaching any conclusion.\n';
const text = `${filler.repeat(8)}Order no: 48213\n`;

async function extractCounting(engine: Engine, schema: object) {
  const asked: string[][] = [];
  const extractor = await createExtractor({ engine, cache: false });
  let before = Number.POSITIVE_INFINITY;
  const result = await extractor.extract(text, schema as never, {
    minProbability: 0,
    required: 'trust',
    onProgress: ({ promptTokensRead }) => {
      if (promptTokensRead < before) asked.push([]);
      before = promptTokensRead;
    },
  });
  return { result, parts: asked.length };
}

describe('schemas too wide for the window', () => {
  it('are asked for in parts, and their answers are one', async () => {
    for (const seed of [1, 2, 3]) {
      const { engine } = await createScriptedEngine(seed);
      const { result, parts } = await extractCounting(engine, wideSchema);
      expect(parts).toBeGreaterThan(1);
      expect(result.errors.every(({ code }) => code === 'missing_field' || code === 'truncated')).toBe(true);
      expect(Object.keys(result.fields).sort()).toEqual(
        Object.keys(wideSchema.properties)
          .map((key) => `/${key}`)
          .sort(),
      );
      for (const { printed, start, end } of Object.values(result.fields))
        if (start !== undefined) expect(text.slice(start, end)).toBe(printed);
    }
  });

  it('stay whole where their members depend on each other, and say that they are too wide', async () => {
    const { engine } = await createScriptedEngine(1);
    const dependent = { ...wideSchema, dependentRequired: { field_1: ['field_2'] } };
    const error = await extractCounting(engine, dependent).catch((cause: unknown) => cause);
    expect(MaazaError.isInstance(error) && error.code).toBe('schema_too_complex');
  });

  it('are read by the embedded model', async () => {
    const extractor = await createExtractor({ cache: false });
    const { data, fields } = await extractor.extract(text, wideSchema as never);
    expect(data).toMatchObject({ order_no: '48213' });
    expect(text.slice(fields['/order_no']!.start, fields['/order_no']!.end)).toBe('48213');
    await extractor.dispose();
  }, 240_000);
});
