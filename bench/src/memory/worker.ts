import { createExtractor } from '@maaza/core';
import { createRandom } from './random.js';
import { createTask } from './texts.js';

/** What the fresh process tells its parent: once `loaded`, every 50 extractions `progress`, and `done` when the extractor is disposed. */
export interface MemorySample {
  readonly at: 'loaded' | 'progress' | 'done';
  readonly extractions: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** array buffers and what addons reported */
  readonly externalBytes: number;
  /** the most the process ever held */
  readonly peakRssBytes: number;
  /** extractions that threw, by code */
  readonly failures: Readonly<Record<string, number>>;
}

const every = 50;
const seed = 20_251;

function report(at: MemorySample['at'], extractions: number, failures: Readonly<Record<string, number>>): void {
  // Garbage would hide growth; what is left after a collection is held by somebody.
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  process.send?.({
    at,
    extractions,
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    peakRssBytes,
    failures,
  } satisfies MemorySample);
}

const count = Number(process.argv[2]);
const failures: Record<string, number> = {};
const random = createRandom(seed);
const extractor = await createExtractor({ cache: false });
report('loaded', 0, failures);
for (let done = 1; done <= count; done++) {
  const { text, schema } = createTask(random);
  try {
    await extractor.extract(text, schema, { timeoutMs: 120_000 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    failures[code] = (failures[code] ?? 0) + 1;
  }
  if (done % every === 0) report('progress', done, failures);
}
await extractor.dispose();
report('done', count, failures);
process.disconnect?.();
