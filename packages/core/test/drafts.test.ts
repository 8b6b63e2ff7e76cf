import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleEngine } from '../src/extract/embedded-engine.js';
import { createEmbeddedEngine, type Engine } from '../src/index.js';
import { openModelFolder } from '../src/model/model-folder.js';
import { realTokenizer } from './support/engines.js';
import { type GoldenSample, goldenSamples, shortGoldenSamples } from './support/golden-samples.js';
import { ScriptedModel } from './support/scripted-model.js';

/** short ones of all kinds */
const samples = shortGoldenSamples.slice(0, 10);

interface RequestOptions {
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  readonly required?: 'trust' | 'verify';
}

const request = ({ text, schema }: GoldenSample, options: RequestOptions = {}) => ({
  text,
  schema,
  temperature: options.temperature ?? 0,
  seed: 7,
  verbatim: true,
  maxOutputTokens: options.maxOutputTokens ?? 1024,
  required: options.required ?? 'trust',
});

describe('drafts', () => {
  let drafting: Engine;
  let plain: Engine;
  beforeAll(async () => {
    [drafting, plain] = await Promise.all([createEmbeddedEngine(), createEmbeddedEngine({ drafts: false })]);
  });
  afterAll(() => Promise.all([drafting.dispose(), plain.dispose()]));

  it('change neither a value, nor a probability, nor a span, and save more than a third of the runs', async () => {
    let drafted = 0;
    let undrafted = 0;
    for (const sample of samples) {
      const [a, b] = [await drafting.extract(request(sample)), await plain.extract(request(sample))];
      const { modelCalls: fewer, ...usage } = a.usage;
      const { modelCalls: more, ...plainUsage } = b.usage;
      expect({ ...a, usage }, sample.id).toEqual({ ...b, usage: plainUsage });
      drafted += fewer;
      undrafted += more;
    }
    expect(samples.length).toBeGreaterThanOrEqual(10);
    expect(drafted).toBeLessThan(undrafted * (2 / 3));
  }, 180_000);

  it('change nothing where required values are looked for twice, and make the second look the cheaper one', async () => {
    const calls = { verified: 0, plain: 0, trusted: 0 };
    for (const { schema, ...sample } of samples.slice(0, 3)) {
      const demanding = { ...sample, schema: { ...schema, required: Object.keys(schema.properties as object) } };
      const verified = await drafting.extract(request(demanding, { required: 'verify' }));
      const plainVerified = await plain.extract(request(demanding, { required: 'verify' }));
      const { usage, ...answer } = verified;
      const { usage: plainUsage, ...plainAnswer } = plainVerified;
      expect(answer, sample.id).toEqual(plainAnswer);
      expect(usage.outputTokens, sample.id).toBe(plainUsage.outputTokens);
      calls.verified += usage.modelCalls;
      calls.plain += plainUsage.modelCalls;
      calls.trusted += (await drafting.extract(request(demanding))).usage.modelCalls;
    }
    const secondLooks = calls.verified - calls.trusted;
    expect(secondLooks).toBeGreaterThan(0);
    expect(secondLooks).toBeLessThan(calls.trusted);
    expect(calls.verified).toBeLessThan(calls.plain * (2 / 3));
  }, 180_000);
});

describe('drafts with a model that decides at random', () => {
  it.each<RequestOptions>([
    { temperature: 0, maxOutputTokens: 1024 },
    { temperature: 1, maxOutputTokens: 1024 },
    // The limit falls inside of drafts.
    { temperature: 0, maxOutputTokens: 37 },
    { temperature: 0.7, maxOutputTokens: 11 },
    { temperature: 0, maxOutputTokens: 1024, required: 'verify' },
  ])('leave the answer as it is at temperature $temperature, limit $maxOutputTokens, required: $required', async (options) => {
    const folder = await openModelFolder();
    const tokenizer = await realTokenizer();
    const answerOf = async (sample: GoldenSample, seed: number, drafts: boolean) => {
      const model = new ScriptedModel(folder.manifest.shape.vocabSize, seed);
      const engine = assembleEngine({ folder, model, tokenizer }, { drafts });
      const { usage, ...answer } = await engine.extract(request(sample, options));
      return { ...answer, outputTokens: usage.outputTokens };
    };
    for (const [seed, sample] of goldenSamples.slice(0, 12).entries()) {
      expect(await answerOf(sample, seed, true), sample.id).toEqual(await answerOf(sample, seed, false));
    }
  });
});
