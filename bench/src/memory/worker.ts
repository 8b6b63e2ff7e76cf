import { createExtractor } from '@maaza/core';
import { createRandom } from './random.js';
import { createTask } from './texts.js';

/** What the fresh process tells its parent, in this order: `first-result`, `loaded`, `progress` … `done`. */
export type WorkerMessage = { readonly at: 'first-result' } | ({ readonly at: 'loaded' | 'progress' | 'done' } & MemorySample);

export interface MemorySample {
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

function send(message: WorkerMessage): void {
  process.send?.(message);
}

function sample(extractions: number, failures: Readonly<Record<string, number>>): MemorySample {
  // Garbage would hide growth; what is left after a collection is held by somebody.
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  const peakRssBytes = process.resourceUsage().maxRSS * 1024;
  return { extractions, rssBytes: rss, heapUsedBytes: heapUsed, externalBytes: external, peakRssBytes, failures };
}

const [mode, count = '0'] = process.argv.slice(2);
const extractor = await createExtractor({ cache: false });

if (mode === 'start') {
  await extractor.extract('Order 12345 by Amina Diallo', { type: 'object', properties: { customer: { type: 'string' } } });
  send({ at: 'first-result' });
} else {
  const failures: Record<string, number> = {};
  const random = createRandom(seed);
  send({ at: 'loaded', ...sample(0, failures) });
  for (let done = 1; done <= Number(count); done++) {
    const { text, schema } = createTask(random);
    try {
      await extractor.extract(text, schema, { timeoutMs: 120_000 });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      failures[code] = (failures[code] ?? 0) + 1;
    }
    if (done % every === 0) send({ at: 'progress', ...sample(done, failures) });
  }
  await extractor.dispose();
  send({ at: 'done', ...sample(Number(count), failures) });
}
process.disconnect?.();
