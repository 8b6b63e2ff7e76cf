import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KvCache, LanguageModel } from '../../model/language-model.js';
import { openModelFolder } from '../../model/model-folder.js';
import { createOnnxLanguageModel } from './language-model.js';

/** any tokens will do: what is compared are two ways of feeding the same ones */
const tokenIds = Array.from({ length: 61 }, (_, i) => 300 + ((i * 7919) % 40_000));

describe('runs of the embedded model', () => {
  let model: LanguageModel;
  beforeAll(async () => {
    model = await createOnnxLanguageModel(await openModelFolder());
  });
  afterAll(() => model.dispose());

  /** @returns the logits after the last token */
  async function feed(chunks: readonly number[], tokens = tokenIds): Promise<Float32Array> {
    const cache = model.createKvCache(64 + 16 * (tokens[0]! % 3));
    let logits: Float32Array = new Float32Array(0);
    for (let position = 0, i = 0; position < tokens.length; i++) {
      const chunk = tokens.slice(position, position + chunks[i % chunks.length]!);
      logits = (await model.run({ cache, position, tokenIds: chunk, logitIndexes: [chunk.length - 1] })).slice();
      position += chunk.length;
    }
    return logits;
  }

  it.each([[[1]], [[2]], [[3]], [[7]], [[8, 1]], [[32]], [[60, 1]]])(
    'give the same logits, bit for bit, when fed %s at a time',
    async (chunks) => {
      expect(await feed(chunks)).toEqual(await feed([tokenIds.length]));
    },
  );

  it('give the same logits, bit for bit, when several sequences share passes, each with its own length and way of being fed', async () => {
    const sequences = [[1], [2], [3, 1], [5], [1, 9], [4], [7], [2, 1, 1], [6], [1, 2]].map((chunks, i) => ({
      chunks,
      tokens: tokenIds.map((token) => 300 + ((token * (i + 3)) % 40_000)).slice(i),
    }));
    const together = await Promise.all(sequences.map(({ chunks, tokens }) => feed(chunks, tokens)));
    for (const [i, { tokens }] of sequences.entries()) expect(together[i]).toEqual(await feed([tokens.length], tokens));
  });

  it('answer every wanted position as if it were the last', async () => {
    const cache = model.createKvCache(64);
    const logits = (await model.run({ cache, position: 0, tokenIds: tokenIds.slice(0, 12), logitIndexes: [3, 11] })).slice();
    const other = model.createKvCache(64);
    const last = await model.run({ cache: other, position: 0, tokenIds: tokenIds.slice(0, 4), logitIndexes: [3] });
    expect(logits.subarray(0, model.vocabSize)).toEqual(last);
    expect(logits.length).toBe(2 * model.vocabSize);
  });

  it('fill a cache to its last position', async () => {
    const cache = model.createKvCache(tokenIds.length);
    await model.run({ cache, position: 0, tokenIds: tokenIds.slice(0, -1), logitIndexes: [] });
    const logits = (await model.run({ cache, position: tokenIds.length - 1, tokenIds: tokenIds.slice(-1), logitIndexes: [0] })).slice();
    expect(logits).toEqual(await feed([tokenIds.length]));
    await expect(model.run({ cache, position: tokenIds.length, tokenIds: [5], logitIndexes: [0] })).rejects.toThrow(RangeError);
  });

  it('go on in a cache that was trimmed, and hold a trimmed or released one no longer in memory', async () => {
    const positions = model.maxPositions;
    const fill = async (cache: KvCache, from: number) => {
      for (let position = from; position + 64 <= positions; position += 64)
        await model.run({ cache, position, tokenIds: tokenIds.concat(tokenIds).slice(0, 64), logitIndexes: [63] });
    };
    const cache = model.createKvCache(positions);
    await fill(cache, 0);
    const [bytes, rss] = [cache.bytes, process.memoryUsage().rss];
    expect(bytes).toBeGreaterThan(80e6);
    cache.trim(64, 60);
    expect(process.memoryUsage().rss).toBeLessThan(rss - 0.8 * bytes);
    expect(cache.bytes).toBe((bytes / Math.floor(positions / 64) / 64) * 60);
    const other = model.createKvCache(64);
    await model.run({ cache: other, position: 0, tokenIds: tokenIds.slice(0, 60), logitIndexes: [] });
    const [trimmed, fresh] = [
      await model.run({ cache, position: 60, tokenIds: [700], logitIndexes: [0] }),
      await model.run({ cache: other, position: 60, tokenIds: [700], logitIndexes: [0] }),
    ];
    expect(trimmed).toEqual(fresh);
    cache.release();
    expect([cache.capacity, cache.bytes]).toEqual([0, 0]);
    await expect(model.run({ cache, position: 0, tokenIds: [5], logitIndexes: [0] })).rejects.toThrow(RangeError);
  });
});

it('a run holds no copy of a whole KV cache', async () => {
  // A model of its own, since the runtime keeps what its longest run took.
  const model = await createOnnxLanguageModel(await openModelFolder());
  try {
    const cache = model.createKvCache(model.maxPositions);
    const run = (position: number) => model.run({ cache, position, tokenIds: tokenIds.slice(0, 60), logitIndexes: [59] });
    const small = model.createKvCache(64);
    await model.run({ cache: small, position: 0, tokenIds: tokenIds.slice(0, 60), logitIndexes: [59] });
    const before = process.memoryUsage().rss;
    for (let position = 0; position + 60 <= model.maxPositions; position += 60) await run(position);
    const grown = process.memoryUsage().rss - before;
    // With the keys and values of all layers at once it would be twice the cache and more.
    expect(grown).toBeLessThan(1.7 * cache.bytes);
  } finally {
    await model.dispose();
  }
});
