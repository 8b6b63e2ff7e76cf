import assert from 'node:assert/strict';
import { MaazaError } from '../errors/index.js';
import type { Extraction } from '../extract/types.js';
import type { ExtractionStore } from '../store/index.js';
import type { ConformanceCase } from './conformance-case.js';
import { createSampleExtraction } from './sample-extraction.js';

export interface StoreHarness {
  /** opens an empty store; the suite disposes of it */
  readonly open: () => Promise<ExtractionStore>;
  /** opens the place of the last `open` again; absent where nothing outlives `dispose` */
  readonly reopen?: () => Promise<ExtractionStore>;
  /** overwrites the extraction with this id with something that is none; absent where nobody else can */
  readonly damage?: (id: string) => Promise<void>;
}

const extractionAt = (created: number, id: string): Extraction => createSampleExtraction({ created, id });

async function saveAll(store: ExtractionStore, extractions: readonly Extraction[]): Promise<void> {
  for (const extraction of extractions) await store.save(extraction);
}

const idsOf = (items: readonly Extraction[]) => items.map(({ id }) => id);

/** The ids of all pages, in order; `between` runs after each page. */
async function readPages(
  store: ExtractionStore,
  limit: number,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ limit, cursor });
    pages.push(idsOf(page.items));
    cursor = page.nextCursor;
    await between(pages.length);
  } while (cursor !== undefined);
  return pages;
}

const hasCode = (code: string) => (error: unknown) => MaazaError.isInstance(error) && error.code === code;

type Check = (store: ExtractionStore, harness: StoreHarness) => Promise<void>;

const cases: Readonly<Record<string, Check>> = {
  'starts empty': async (store) => {
    assert.equal(await store.count(), 0);
    assert.deepEqual(await store.list(), { items: [] });
    assert.equal(await store.get('ext_1'), undefined);
    assert.equal(await store.delete('ext_1'), false);
  },
  'gives back what was saved': async (store) => {
    const extraction = createSampleExtraction({ data: { names: ['Zoë', '李雷', '\u{1F600}', '\ud800', '\0', "'; --"], none: null } });
    await store.save(extraction);
    assert.deepEqual(await store.get(extraction.id), extraction);
    assert.deepEqual((await store.list()).items, [extraction]);
  },
  'keeps its own copy': async (store) => {
    const extraction = createSampleExtraction({ data: { list: [1] } });
    await store.save(extraction);
    (extraction.data as { list: number[] }).list.push(2);
    const found = (await store.get(extraction.id))?.data as { list: number[] } | undefined;
    found?.list.push(3);
    assert.deepEqual((await store.get(extraction.id))?.data, { list: [1] });
  },
  'lists the newest first, and within one second the last saved': async (store) => {
    await saveAll(store, [extractionAt(20, 'b'), extractionAt(10, 'a'), extractionAt(20, 'c'), extractionAt(30, 'd')]);
    assert.deepEqual(idsOf((await store.list()).items), ['d', 'c', 'b', 'a']);
  },
  'replaces an extraction of the same id in its place': async (store) => {
    await saveAll(store, [extractionAt(10, 'a'), extractionAt(10, 'b')]);
    await store.save({ ...extractionAt(10, 'a'), model: 'other-model' });
    assert.equal(await store.count(), 2);
    const { items } = await store.list();
    assert.deepEqual(idsOf(items), ['b', 'a']);
    assert.equal(items[1]?.model, 'other-model');
  },
  'gives every extraction once, in pages': async (store) => {
    await saveAll(
      store,
      ['a', 'b', 'c', 'd', 'e'].map((id) => extractionAt(10, id)),
    );
    assert.deepEqual(await readPages(store, 2), [['e', 'd'], ['c', 'b'], ['a']]);
    assert.deepEqual(await readPages(store, 5), [['e', 'd', 'c', 'b', 'a']]);
  },
  'repeats and skips nothing where the list changes between two pages': async (store) => {
    await saveAll(
      store,
      ['a', 'b', 'c', 'd'].map((id) => extractionAt(10, id)),
    );
    const pages = await readPages(store, 2, async (page) => {
      if (page !== 1) return;
      await store.save(extractionAt(10, 'new'));
      await store.delete('c');
      await store.delete('d');
    });
    assert.deepEqual(pages, [
      ['d', 'c'],
      ['b', 'a'],
    ]);
  },
  deletes: async (store) => {
    await saveAll(store, [extractionAt(10, 'a'), extractionAt(11, 'b')]);
    assert.equal(await store.delete('a'), true);
    assert.equal(await store.delete('a'), false);
    assert.equal(await store.get('a'), undefined);
    assert.equal(await store.count(), 1);
  },
  'takes saves that run at once': async (store) => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.save(extractionAt(index, `ext_${index}`))));
    assert.equal(await store.count(), 50);
    assert.equal((await store.list({ limit: 1 })).items[0]?.id, 'ext_49');
  },
  'refuses limits and cursors that it did not give': async (store) => {
    for (const limit of [0, -1, 1.5, 1001, Number.NaN]) await assert.rejects(store.list({ limit }), hasCode('invalid_request'));
    for (const cursor of ['', 'x', '{}', '1; DROP TABLE']) await assert.rejects(store.list({ cursor }), hasCode('invalid_request'));
  },
  'may be disposed of twice, and says so when used after that': async (store) => {
    await store.dispose();
    await store.dispose();
    await assert.rejects(store.save(createSampleExtraction()), hasCode('disposed'));
    await assert.rejects(store.list(), hasCode('disposed'));
  },
};

const durableCase: Check = async (store, { reopen }) => {
  await saveAll(store, [extractionAt(10, 'a'), extractionAt(10, 'b'), extractionAt(20, 'c')]);
  const { nextCursor: cursor } = await store.list({ limit: 1 });
  await store.dispose();
  const again = await reopen!();
  try {
    assert.equal(await again.count(), 3);
    assert.deepEqual(idsOf((await again.list({ cursor })).items), ['b', 'a']);
    await again.save(extractionAt(10, 'd'));
    assert.deepEqual(idsOf((await again.list()).items), ['c', 'd', 'b', 'a']);
  } finally {
    await again.dispose();
  }
};

const damageCase: Check = async (store, { damage }) => {
  await saveAll(store, [extractionAt(10, 'a'), extractionAt(10, 'b')]);
  await damage!('a');
  await assert.rejects(store.get('a'), hasCode('store_unavailable'));
  assert.equal((await store.get('b'))?.id, 'b');
  await store.save(extractionAt(10, 'a'));
  assert.equal((await store.get('a'))?.id, 'a');
};

/** What every `ExtractionStore` does. */
export function storeConformance(harness: StoreHarness): readonly ConformanceCase[] {
  const withStore = (check: Check) => async () => {
    const store = await harness.open();
    try {
      await check(store, harness);
    } finally {
      await store.dispose();
    }
  };
  return [
    ...Object.entries(cases).map(([name, check]) => ({ name, run: withStore(check) })),
    {
      name: 'keeps extractions, their order and cursors when it is opened again',
      run: withStore(durableCase),
      ...(!harness.reopen && { skip: 'nothing of this store outlives dispose()' }),
    },
    {
      name: 'names a damaged extraction, and still gives the others',
      run: withStore(damageCase),
      ...(!harness.damage && { skip: 'nobody else can write to this store' }),
    },
  ];
}
