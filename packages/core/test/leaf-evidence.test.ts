import { beforeAll, describe, expect, it } from 'vitest';
import type { DecodedLeaf } from '../src/decode/leaf.js';
import { assembleEngine } from '../src/extract/embedded-engine.js';
import { type ModelFolder, openModelFolder } from '../src/model/model-folder.js';
import type { Tokenizer } from '../src/tokenizer/tokenizer.js';
import { realTokenizer } from './support/engines.js';
import { type GoldenSample, goldenSamples } from './support/golden-samples.js';
import { ScriptedModel } from './support/scripted-model.js';

const samples = goldenSamples.slice(0, 12);

describe('the evidence of whole answers', () => {
  let folder: ModelFolder;
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    [folder, tokenizer] = await Promise.all([openModelFolder(), realTokenizer()]);
  });

  async function decode({ text, schema }: GoldenSample, seed: number): Promise<readonly DecodedLeaf[]> {
    const model = new ScriptedModel(folder.manifest.shape.vocabSize, seed);
    let leaves: readonly DecodedLeaf[] = [];
    await assembleEngine({ folder, model, tokenizer }).extract({
      ...{ text, schema, temperature: 0, seed, verbatim: true, maxOutputTokens: 1024, required: 'trust' },
      onDecoded: (decoded) => {
        leaves = decoded;
      },
    });
    return leaves;
  }

  it('is the same probability told in parts', async () => {
    const seen = { nulls: 0, values: 0, items: 0 };
    for (const [seed, sample] of samples.entries()) {
      for (const { pointer, logProbability, evidence } of await decode(sample, seed)) {
        const { present, around, first, lowest } = evidence!;
        for (const log of [present, around, first, lowest]) expect(log, pointer).toBeLessThanOrEqual(1e-12);
        // The product over all decisions is at most that over a few of them. The comma before an item is none of its own.
        expect(logProbability, `${sample.id} ${pointer}`).toBeLessThanOrEqual(first + lowest + 1e-6);
        if (/\/\d+$/.test(pointer)) seen.items++;
        else if (first === 0 && lowest === 0 && Math.abs(Math.exp(logProbability) + Math.exp(present) - 1) < 1e-6) seen.nulls++;
        else {
          expect(logProbability, `${sample.id} ${pointer}`).toBeLessThanOrEqual(present + first + lowest + 1e-6);
          seen.values++;
        }
      }
    }
    expect(seen.nulls).toBeGreaterThan(5);
    expect(seen.values).toBeGreaterThan(5);
    expect(seen.items).toBeGreaterThan(0);
  });
});
