import { describe, expect, it } from 'vitest';
import { createSampleExtraction } from '../testing/index.js';
import { type Cache, type CacheOperation, createSafeCache, noCache } from './index.js';

const sample = createSampleExtraction();

/** A cache whose three operations do the same bad thing. */
const badCache = (misbehave: () => Promise<never>): Cache => ({ get: misbehave, set: misbehave, dispose: misbehave });

const badCaches: readonly [string, Cache][] = [
  ['rejects', badCache(async () => Promise.reject(new Error('down')))],
  [
    'throws at once',
    badCache(() => {
      throw new Error('down');
    }),
  ],
  ['never answers', badCache(() => new Promise(() => {}))],
];

describe('createSafeCache', () => {
  it.each(badCaches)('gives a miss where the cache %s, and reports it', async (_, cache) => {
    const seen: string[] = [];
    const safe = createSafeCache(cache, { timeoutMs: 20, onCacheError: (error, operation) => seen.push(`${error.code} ${operation}`) });
    expect(await safe.get('key')).toBeUndefined();
    await safe.set('key', sample);
    await safe.dispose();
    expect(seen).toEqual(['get', 'set', 'dispose'].map((operation) => `store_unavailable ${operation}`));
  });

  it('passes on what a working cache gives', async () => {
    const calls: [CacheOperation, ...unknown[]][] = [];
    const working: Cache = {
      get: async (key) => {
        calls.push(['get', key]);
        return sample;
      },
      set: async (...given) => void calls.push(['set', ...given]),
      dispose: async () => void calls.push(['dispose']),
    };
    const safe = createSafeCache(working, { onCacheError: () => expect.unreachable() });
    expect(await safe.get('a')).toBe(sample);
    await safe.set('b', sample);
    await safe.dispose();
    expect(calls).toEqual([['get', 'a'], ['set', 'b', sample], ['dispose']]);
  });

  it('ignores what the listener throws', async () => {
    const safe = createSafeCache(badCaches[0]![1], {
      onCacheError: () => {
        throw new Error('listener');
      },
    });
    expect(await safe.get('key')).toBeUndefined();
  });

  it('refuses a timeout outside its range', () => {
    for (const timeoutMs of [0, -1, 60_001, Number.NaN]) expect(() => createSafeCache(noCache, { timeoutMs })).toThrow(/timeoutMs/);
  });
});

describe('noCache', () => {
  it('keeps nothing', async () => {
    await noCache.set('key', sample);
    expect(await noCache.get('key')).toBeUndefined();
    await noCache.dispose();
  });
});
