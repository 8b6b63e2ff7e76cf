import { describe, expect, it } from 'vitest';
import { createSampleExtraction, storeConformance } from '../testing/index.js';
import { createMemoryStore } from './index.js';

describe('memory store', () => {
  for (const { name, run, skip } of storeConformance({ open: async () => createMemoryStore() })) {
    it.skipIf(skip)(skip ? `${name} (skipped: ${skip})` : name, run);
  }

  it('drops the one that was saved first when it is full', async () => {
    const store = createMemoryStore({ maxEntries: 2 });
    for (const id of ['a', 'b', 'a', 'c']) await store.save(createSampleExtraction({ id }));
    expect((await store.list()).items.map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('refuses a bound outside its range', () => {
    expect(() => createMemoryStore({ maxEntries: 0 })).toThrow(/maxEntries/);
  });
});
