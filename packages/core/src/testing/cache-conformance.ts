import assert from 'node:assert/strict';
import { type Cache, createSafeCache } from '../cache/index.js';
import { MaazaError } from '../errors/index.js';
import type { ConformanceCase } from './conformance-case.js';
import { eventually, settlesWithin } from './conformance-case.js';
import { createSampleExtraction } from './sample-extraction.js';

/** Ways to make trouble behind an opened cache. Each is optional; its cases are skipped without it. */
export interface CacheFaults {
  /** overwrites what is kept under a key with something that is no extraction */
  readonly damage?: (key: string) => Promise<void>;
  /** cuts all connections that are open now; new ones work */
  readonly dropConnections?: () => Promise<void>;
  /** makes every answer late by this much from now on; 0 ends it */
  readonly setDelayMs?: (delayMs: number) => void;
}

export interface CacheHarness {
  /** opens an empty cache; the suite disposes of it */
  readonly open: () => Promise<Cache>;
  readonly faults?: CacheFaults;
}

type Check = (cache: Cache) => Promise<void>;

const plainCases: Readonly<Record<string, Check>> = {
  'finds nothing under an unknown key': async (cache) => {
    assert.equal(await cache.get('unknown'), undefined);
  },
  'gives back what was set': async (cache) => {
    const extraction = createSampleExtraction({ data: { names: ['Zoë', '李雷', '\u{1F600}', '\ud800', '\0'], total: 0.1, none: null } });
    await cache.set('key', extraction);
    assert.deepEqual(await cache.get('key'), extraction);
  },
  'replaces what was set before': async (cache) => {
    await cache.set('key', createSampleExtraction({ id: 'ext_1' }));
    await cache.set('key', createSampleExtraction({ id: 'ext_2' }));
    assert.equal((await cache.get('key'))?.id, 'ext_2');
  },
  'keeps its own copy': async (cache) => {
    const extraction = createSampleExtraction({ data: { list: [1] } });
    await cache.set('key', extraction);
    (extraction.data as { list: number[] }).list.push(2);
    const found = (await cache.get('key'))?.data as { list: number[] } | undefined;
    found?.list.push(3);
    assert.deepEqual((await cache.get('key'))?.data, { list: [1] });
  },
  'keeps keys apart, whatever they hold': async (cache) => {
    const keys = ['a', 'A', 'a:b', 'a b', 'a*', 'ä', '__proto__', 'x'.repeat(500)];
    await Promise.all(keys.map((key, index) => cache.set(key, createSampleExtraction({ id: `ext_${index}` }))));
    const found = await Promise.all(keys.map((key) => cache.get(key)));
    assert.deepEqual(
      found.map((extraction) => extraction?.id),
      keys.map((_, index) => `ext_${index}`),
    );
  },
  'keeps a large extraction whole': async (cache) => {
    const data = { text: 'é'.repeat(500_000) };
    await cache.set('key', createSampleExtraction({ data }));
    assert.deepEqual((await cache.get('key'))?.data, data);
  },
  'may be disposed of twice, and gives nothing after that': async (cache) => {
    await cache.set('key', createSampleExtraction());
    await cache.dispose();
    await cache.dispose();
    const result = await settlesWithin(2000, cache.get('key'));
    assert.ok(result.status === 'rejected' ? MaazaError.isInstance(result.reason) : result.value === undefined);
  },
};

/** A safe cache over the given one that records the codes of what went wrong. */
function watched(cache: Cache, timeoutMs: number) {
  const codes: string[] = [];
  return { codes, safe: createSafeCache(cache, { timeoutMs, onCacheError: (error) => codes.push(error.code) }) };
}

const faultCases: Readonly<
  Record<keyof CacheFaults, readonly [name: string, check: (cache: Cache, faults: Required<CacheFaults>) => Promise<void>]>
> = {
  damage: [
    'a damaged value is an error with a code, a miss for the extraction, and healed by the next set',
    async (cache, { damage }) => {
      await cache.set('key', createSampleExtraction());
      await damage('key');
      await assert.rejects(cache.get('key'), (error) => MaazaError.isInstance(error) && error.code === 'store_unavailable');
      const { safe, codes } = watched(cache, 5000);
      assert.equal(await safe.get('key'), undefined);
      assert.deepEqual(codes, ['store_unavailable']);
      await safe.set('key', createSampleExtraction());
      assert.deepEqual(await safe.get('key'), createSampleExtraction());
    },
  ],
  dropConnections: [
    'a connection that drops neither hangs nor breaks the extraction, and the cache comes back by itself',
    async (cache, { dropConnections }) => {
      await cache.set('key', createSampleExtraction());
      const { safe } = watched(cache, 1000);
      const underWay = Promise.all(Array.from({ length: 20 }, () => safe.get('key')));
      await dropConnections();
      const settled = await settlesWithin(5000, underWay);
      assert.equal(settled.status, 'fulfilled');
      await eventually(5000, async () => assert.deepEqual(await safe.get('key'), createSampleExtraction()));
    },
  ],
  setDelayMs: [
    'a slow server is a miss after the timeout, and the late answer harms nobody',
    async (cache, { setDelayMs }) => {
      await cache.set('key', createSampleExtraction());
      const { safe, codes } = watched(cache, 50);
      setDelayMs(400);
      const started = performance.now();
      assert.equal(await safe.get('key'), undefined);
      assert.ok(performance.now() - started < 350, 'waited longer than the timeout');
      assert.deepEqual(codes, ['store_unavailable']);
      setDelayMs(0);
      const patient = createSafeCache(cache, { timeoutMs: 5000 });
      assert.deepEqual(await patient.get('key'), createSampleExtraction());
    },
  ],
};

/** What every `Cache` does, faults included. */
export function cacheConformance({ open, faults = {} }: CacheHarness): readonly ConformanceCase[] {
  const withCache = (check: Check) => async () => {
    const cache = await open();
    try {
      await check(cache);
    } finally {
      await cache.dispose();
    }
  };
  const plain = Object.entries(plainCases).map(([name, check]) => ({ name, run: withCache(check) }));
  const faulty = Object.entries(faultCases).map(([fault, [name, check]]) => ({
    name,
    run: withCache((cache) => check(cache, faults as Required<CacheFaults>)),
    ...(!(fault in faults) && { skip: `this cache has no way to ${fault}` }),
  }));
  return [...plain, ...faulty];
}
