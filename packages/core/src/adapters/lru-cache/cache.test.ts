import { describe, expect, it } from 'vitest';
import { writeExtraction } from '../../store/index.js';
import { cacheConformance, createSampleExtraction } from '../../testing/index.js';
import { createMemoryCache } from './index.js';

describe('memory cache', () => {
  for (const { name, run, skip } of cacheConformance({ open: async () => createMemoryCache() })) {
    it.skipIf(skip)(skip ? `${name} (skipped: ${skip})` : name, run);
  }

  it('forgets the least recently used beyond maxEntries', async () => {
    const cache = createMemoryCache({ maxEntries: 2 });
    await cache.set('a', createSampleExtraction());
    await cache.set('b', createSampleExtraction());
    await cache.get('a');
    await cache.set('c', createSampleExtraction());
    expect(await cache.get('b')).toBeUndefined();
    expect(await cache.get('a')).toBeDefined();
  });

  it('holds at most maxBytes, keys and UTF-8 counted', async () => {
    const extraction = createSampleExtraction({ data: { name: 'é'.repeat(1000) } });
    const bytes = Buffer.byteLength(writeExtraction(extraction)) + 1;
    const fits = createMemoryCache({ maxBytes: 2 * bytes });
    for (const key of ['a', 'b']) await fits.set(key, extraction);
    expect(await fits.get('a')).toEqual(extraction);
    const tight = createMemoryCache({ maxBytes: 2 * bytes - 1 });
    for (const key of ['a', 'b']) await tight.set(key, extraction);
    expect(await tight.get('a')).toBeUndefined();
    expect(await tight.get('b')).toEqual(extraction);
    const tooSmall = createMemoryCache({ maxBytes: bytes - 1 });
    await tooSmall.set('a', extraction);
    expect(await tooSmall.get('a')).toBeUndefined();
  });

  it('forgets after ttlMs', async () => {
    const cache = createMemoryCache({ ttlMs: 20 });
    await cache.set('a', createSampleExtraction());
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await cache.get('a')).toBeUndefined();
  });

  it.each([{ maxEntries: 0 }, { maxBytes: -1 }, { ttlMs: 0.5 }])('refuses %o', (config) => {
    expect(() => createMemoryCache(config)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
