import { describe, expect, it } from 'vitest';
import { ScriptedModel } from '../../test/support/scripted-model.js';
import { type KvLease, PrefixPool } from './prefix-pool.js';

const PREFIX = Array.from({ length: 20 }, (_, i) => i + 1);
const oneCache = 1024 * 8;

const pool = (maxBytes = 4 * oneCache) => {
  const model = new ScriptedModel(10, 1);
  return { model, pool: new PrefixPool(model, maxBytes) };
};

/** Reads the prefix where a lease does not hold it; the model complains of positions that nobody wrote. */
async function read(model: ScriptedModel, prefixes: PrefixPool, lease: KvLease, tokens: readonly number[]): Promise<Float32Array> {
  if (lease.cachedPositions === 0) {
    await model.run({ cache: lease.cache, position: 0, tokenIds: PREFIX, logitIndexes: [] });
    prefixes.holdsPrefix(lease, PREFIX.length);
  }
  return model.run({ cache: lease.cache, position: PREFIX.length, tokenIds: tokens, logitIndexes: [tokens.length - 1] });
}

describe('the pool of prefixes', () => {
  it('lends what was given back to the next with the same prefix', async () => {
    const { model, pool: prefixes } = pool();
    const first = await prefixes.lend('a', 100);
    await read(model, prefixes, first, [5]);
    prefixes.giveBack(first);
    expect(await prefixes.lend('a', 100)).toEqual({ cache: first.cache, cachedPositions: PREFIX.length });
  });

  it('copies a prefix for others that want it at the same time, once the first has read it', async () => {
    const { model, pool: prefixes } = pool();
    const first = await prefixes.lend('a', 100);
    let hasRead = false;
    const others = [5, 6, 7].map(async (token) => {
      const lease = await prefixes.lend('a', 300);
      expect(hasRead).toBe(true);
      expect(lease.cachedPositions).toBe(PREFIX.length);
      expect(lease.cache).not.toBe(first.cache);
      return read(model, prefixes, lease, [token]);
    });
    await new Promise(setImmediate);
    hasRead = true;
    await read(model, prefixes, first, [9]);
    const together = await Promise.all(others);
    const alone = pool();
    for (const [i, token] of [5, 6, 7].entries()) {
      const lease = await alone.pool.lend(String(token), 100);
      expect(together[i]).toEqual(await read(alone.model, alone.pool, lease, [token]));
    }
  });

  it('lets the next one read a prefix that the first gave up', async () => {
    const { pool: prefixes } = pool();
    const first = await prefixes.lend('a', 100);
    const waiting = [prefixes.lend('a', 100), prefixes.lend('a', 100)];
    prefixes.giveBack(first);
    const second = await waiting[0]!;
    expect(second.cachedPositions).toBe(0);
    prefixes.holdsPrefix(second, PREFIX.length);
    expect((await waiting[1]!).cachedPositions).toBe(PREFIX.length);
  });

  it('keeps no more bytes than it may once nothing is on loan, the last used ones', async () => {
    const { pool: prefixes } = pool(2 * oneCache);
    const leases = await Promise.all(['a', 'b', 'c', 'd'].map((key) => prefixes.lend(key, 100)));
    for (const lease of leases) prefixes.holdsPrefix(lease, PREFIX.length);
    for (const lease of leases) prefixes.giveBack(lease);
    expect(prefixes.bytes).toBe(2 * oneCache);
    expect((await prefixes.lend('d', 100)).cachedPositions).toBe(PREFIX.length);
    expect((await prefixes.lend('a', 100)).cachedPositions).toBe(0);
  });

  it('keeps of the cache that was used last at least the prefix', async () => {
    const { model, pool: prefixes } = pool(oneCache);
    const long = await prefixes.lend('a', 1500);
    const expected = await read(model, prefixes, long, [5]);
    expect(long.cache.capacity).toBe(2048);
    prefixes.giveBack(long);
    expect(prefixes.bytes).toBe(oneCache);
    const next = await prefixes.lend('a', 100);
    expect(next).toEqual({ cache: long.cache, cachedPositions: PREFIX.length });
    expect(await read(model, prefixes, next, [5])).toEqual(expected);
  });

  it('takes over a cache that is large enough', async () => {
    const { pool: prefixes } = pool(2 * oneCache);
    const large = await prefixes.lend('a', 1500);
    prefixes.giveBack(large);
    expect((await prefixes.lend('b', 1200)).cache).toBe(large.cache);
  });

  it('gives the memory of what it throws away back', async () => {
    const { pool: prefixes } = pool(oneCache);
    const [first, second] = await Promise.all([prefixes.lend('a', 100), prefixes.lend('b', 100)]);
    prefixes.giveBack(first);
    prefixes.giveBack(second);
    expect(first.cache.capacity).toBe(0);
    expect(second.cache.capacity).toBe(1024);
  });

  it('takes over an idle cache rather than going over the bound, without its prefix', async () => {
    const { pool: prefixes } = pool(oneCache);
    const first = await prefixes.lend('a', 100);
    prefixes.holdsPrefix(first, PREFIX.length);
    prefixes.giveBack(first);
    expect(await prefixes.lend('b', 100)).toEqual({ cache: first.cache, cachedPositions: 0 });
  });
});
