import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExtractor, type Extractor, MaazaError } from '../src/index.js';
import { createScriptedEngine } from './support/engines.js';

const filler = 'The committee met in the morning and discussed the weather at length without reaching any conclusion.\n\n';
const schema = {
  type: 'object',
  properties: {
    order_id: { type: 'string' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
    count: { type: 'integer' },
  },
  required: ['order_id', 'tags'],
} as const;

describe('texts longer than the window', () => {
  it('give valid data whose spans point into the whole text, whatever the model says', async () => {
    const text = Array.from({ length: 120 }, (_, i) => `${i}: ${filler}`).join('');
    const starts: number[] = [];
    for (const seed of [1, 2, 3]) {
      const { engine } = await createScriptedEngine(seed);
      const extractor = await createExtractor({ engine, cache: false });
      const chunks = new Set<number | undefined>();
      const result = await extractor.extract(text, schema, {
        minProbability: 0,
        onProgress: ({ chunk }) => chunks.add(chunk),
      });
      expect(chunks.size).toBeGreaterThan(4);
      expect(result.errors.every(({ code }) => code === 'missing_field')).toBe(true);
      const placed = Object.values(result.fields).filter(({ start }) => start !== undefined);
      for (const { start, end, printed } of placed) expect(text.slice(start, end)).toBe(printed);
      starts.push(...placed.map(({ start }) => start!));
    }
    // A chunk has about 2,000 characters.
    expect(Math.max(...starts)).toBeGreaterThan(4000);
  });

  it('keep what was read when the caller gives up', async () => {
    const { engine } = await createScriptedEngine(4);
    const extractor = await createExtractor({ engine, cache: false });
    const controller = new AbortController();
    const work = extractor.extract(filler.repeat(120), schema, {
      signal: controller.signal,
      onProgress: ({ chunk }) => {
        if (chunk === 3) controller.abort();
      },
    });
    const error = await work.catch((cause: unknown) => cause);
    expect(MaazaError.isInstance(error) && error.code).toBe('aborted');
    const { partial, readUntil } = (error as MaazaError).details as { partial: { data: object }; readUntil: number };
    expect(readUntil).toBeGreaterThan(1000);
    expect(partial.data).toHaveProperty('tags');
  });

  describe('with the embedded model', () => {
    let extractor: Extractor;
    beforeAll(async () => {
      extractor = await createExtractor({ cache: false });
    });
    afterAll(() => extractor.dispose());

    it('finds what stands behind the window', async () => {
      const text = `${filler.repeat(60)}Order no: 48213\n\n${filler.repeat(4)}`;
      const { data, fields } = await extractor.extract(text, {
        type: 'object',
        properties: { order_no: { type: 'string' } },
        required: ['order_no'],
      } as const);
      expect(data.order_no).toBe('48213');
      expect(text.slice(fields['/order_no']!.start, fields['/order_no']!.end)).toBe('48213');
    }, 120_000);
  });
});
