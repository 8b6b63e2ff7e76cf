import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedEngine, createExtractor, type Engine, type Extractor } from '../src/index.js';
import { shortGoldenSamples } from './support/golden-samples.js';

const samples = shortGoldenSamples.slice(0, 14);

const schema = {
  type: 'object',
  properties: {
    number: { type: 'string' },
    seller: { type: 'string' },
    total: { type: 'number' },
    due: { type: 'string', format: 'date' },
  },
} as const;
const texts = [
  'Invoice no. 4711 of Brandt GmbH. Total: 1,204.50 EUR, due 2024-05-30.',
  'Rechnung 88-12, Müller & Söhne, Betrag 12,00 EUR, zahlbar bis 3. Mai 2024',
  'no invoice here, only a greeting',
  'Seller: Harbour Books\nTotal: 9.99\nInvoice number: HB-1',
  'Facture 2024-77, Papeterie Dubois, total 1 204,50 €',
  'INV 5 / ACME Tools / 77.10 / payable 2024-01-02',
  '',
  'Total 5, Total 6, Total 7. Seller unknown. Number: A-9',
  'Bill 31 from Green Corner Grocery, 18.00 GBP. Due 1 June 2025.',
];

describe('extractions at the same time', () => {
  let engine: Engine;
  let extractor: Extractor;
  let alone: Extractor;
  beforeAll(async () => {
    engine = await createEmbeddedEngine();
    extractor = await createExtractor({ engine, cache: false, limits: { maxConcurrency: 16 } });
    alone = await createExtractor({ cache: false, embedded: { maxBatch: 1 } });
  });
  afterAll(async () => {
    await Promise.all([extractor.dispose(), alone.dispose()]);
    await engine.dispose();
  });

  const withoutIdentity = <T extends object>(extraction: T) => ({ ...extraction, id: '', created: 0, latencyMs: 0 });

  it('give the answers of one at a time: values, places, probabilities and runs, with one schema', async () => {
    const expected = [];
    for (const text of texts) expected.push(withoutIdentity(await alone.extract(text, schema)));
    const found = [];
    for await (const { extraction, error } of extractor.extractMany([...texts, ...texts], schema, { concurrency: 16 }))
      found.push(error ?? withoutIdentity(extraction));
    expect(found).toEqual([...expected, ...expected]);
  }, 180_000);

  it('give the answers of one at a time with a schema for each', async () => {
    const found = await Promise.all(samples.map(({ text, schema }) => extractor.extract(text, schema).then(withoutIdentity)));
    for (const [i, { id, text, schema }] of samples.entries())
      expect(found[i], id).toEqual(withoutIdentity(await alone.extract(text, schema)));
  }, 180_000);

  it('go on where some of them are aborted', async () => {
    const expected = withoutIdentity(await alone.extract(texts[0]!, schema));
    const controller = new AbortController();
    const all = Promise.allSettled(
      texts.map((text, i) =>
        i % 2 === 0
          ? extractor.extract(texts[0]!, schema)
          : extractor.extract(text, schema, { signal: controller.signal, onProgress: () => controller.abort() }),
      ),
    );
    const outcomes = await all;
    for (const [i, outcome] of outcomes.entries()) {
      if (i % 2 === 0) expect(outcome.status === 'fulfilled' && withoutIdentity(outcome.value)).toEqual(expected);
      else expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'aborted' } });
    }
  }, 180_000);

  it.each([0, 17, 1.5, Number.NaN])('are refused for a batch of %s', async (maxBatch) => {
    await expect(createEmbeddedEngine({ maxBatch })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
