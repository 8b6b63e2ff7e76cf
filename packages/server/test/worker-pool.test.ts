import { afterEach, describe, expect, it } from 'vitest';
import { WorkerPool } from '../src/extract/worker-pool.js';

const signal = new AbortController().signal;
const job = (text: string) => ({ source: { text }, schema: {}, options: {}, documentFacts: { pages: false, text: false } });
let pool: WorkerPool;

function open(cache: 'memory' | 'off' = 'memory') {
  const events: string[] = [];
  pool = new WorkerPool({
    workers: 2,
    jobsPerWorker: 2,
    settings: { cache, modelThreads: undefined },
    workerFile: new URL('./support/test-worker.mjs', import.meta.url),
    onEvent: (event) => events.push(event),
  });
  return events;
}
afterEach(() => pool.dispose());

describe('the pool of workers', () => {
  it('works before its threads are ready, and gives errors with their codes', async () => {
    open();
    expect(pool.state).toBe('starting');
    expect(await pool.extract(job('a'), signal)).toEqual({ data: 'a' });
    expect([pool.state, pool.modelId, pool.slots]).toEqual(['ready', 'test', 4]);
    await expect(pool.extract(job('fail'), signal)).rejects.toMatchObject({ code: 'text_too_long', details: { limit: 1 } });
  });

  it('replaces a thread that dies, and gives up a request over which two have died', async () => {
    const events = open();
    await expect(pool.extract(job('die'), signal)).rejects.toMatchObject({ code: 'extraction_failed' });
    expect(events.filter((event) => event === 'worker_died')).toHaveLength(2);
    expect(await pool.extract(job('after'), signal)).toEqual({ data: 'after' });
  });

  it('answers an abort at once, although the thread hangs', async () => {
    open();
    const abort = new AbortController();
    const hanging = pool.extract(job('hang'), abort.signal);
    setTimeout(() => abort.abort(new Error('gone')), 50);
    await expect(hanging).rejects.toThrow('gone');
    expect(await pool.extract(job('after'), signal)).toEqual({ data: 'after' });
  });

  it('says that the model cannot be loaded', async () => {
    open('off');
    await expect(pool.extract(job('a'), signal)).rejects.toMatchObject({ code: 'service_unavailable' });
    expect(pool.state).toBe('failed');
  });

  it('refuses after dispose, which may run twice', async () => {
    open();
    await pool.dispose();
    await pool.dispose();
    await expect(pool.extract(job('a'), signal)).rejects.toMatchObject({ code: 'overloaded' });
  });
});
