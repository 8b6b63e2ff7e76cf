import { createExtractor, type Extractor } from '@maaza/core';
import { createRandom } from './random.js';
import { createTask, type Task, type TextLengths } from './texts.js';

/** What the fresh process tells its parent: once `loaded`, every 25 extractions `progress`, and `done` when the extractor is disposed. */
export interface MemorySample {
  readonly at: 'loaded' | 'progress' | 'done';
  readonly extractions: number;
  /** since the extractor was loaded */
  readonly elapsedMs: number;
  /** of all threads, since then */
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  /** array buffers and what addons reported */
  readonly externalBytes: number;
  /** the most the process ever held */
  readonly peakRssBytes: number;
  /** extractions that threw, by code */
  readonly failures: Readonly<Record<string, number>>;
}

export interface WorkerOptions {
  readonly count: number;
  readonly lengths: TextLengths;
  /** extractions under way at once */
  readonly concurrency: number;
}

const every = 25;
const seed = 20_251;

const { count, lengths, concurrency } = JSON.parse(process.argv[2]!) as WorkerOptions;
const failures: Record<string, number> = {};

async function extract(extractor: Extractor, { text, schema }: Task): Promise<void> {
  try {
    await extractor.extract(text, schema, { timeoutMs: 120_000 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    failures[code] = (failures[code] ?? 0) + 1;
  }
}

const random = createRandom(seed);
const extractor = await createExtractor({ cache: false });
const loadedAt = performance.now();
const cpuAtLoad = process.cpuUsage();

function report(at: MemorySample['at'], extractions: number): void {
  // Garbage would hide growth; what is left after a collection is held by somebody.
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { user, system } = process.cpuUsage(cpuAtLoad);
  process.send?.({
    at,
    extractions,
    elapsedMs: performance.now() - loadedAt,
    cpuMs: (user + system) / 1000,
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    externalBytes: external,
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    failures,
  } satisfies MemorySample);
}

report('loaded', 0);
for (let done = 0; done < count; ) {
  const next = Math.min(every - (done % every), concurrency, count - done);
  await Promise.all(Array.from({ length: next }, () => extract(extractor, createTask(random, lengths))));
  done += next;
  if (done % every === 0 || done === count) report('progress', done);
}
await extractor.dispose();
report('done', count);
process.disconnect?.();
