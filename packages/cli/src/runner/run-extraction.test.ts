import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runExtraction } from './run-extraction.js';

const entry = (name: string) => fileURLToPath(new URL(`../../test/support/${name}`, import.meta.url));
const request = (text = 'text') => ({ text, schema: { type: 'object' } });
const noSignal = new AbortController().signal;

describe('runExtraction', () => {
  it('stops at once on abort, although the runner is in a native call', async () => {
    const abort = new AbortController();
    const run = runExtraction(request(), { entryFile: entry('hang.mjs'), env: process.env, signal: abort.signal });
    const settled = run.catch((error: unknown) => error);
    // Long enough for the runner to be up and stuck.
    await new Promise((resolve) => setTimeout(resolve, 500));
    const start = performance.now();
    abort.abort();
    expect(await settled).toMatchObject({ code: 'aborted' });
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('starts nothing where the signal is aborted already', async () => {
    const run = runExtraction(request(), { entryFile: entry('no-such-file.mjs'), env: {}, signal: AbortSignal.abort() });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  it('keeps the time limit, although the runner is in a native call', async () => {
    const start = performance.now();
    const run = runExtraction(request(), { entryFile: entry('hang.mjs'), env: process.env, signal: noSignal }, { timeoutMs: 400 });
    await expect(run).rejects.toMatchObject({ code: 'timeout', details: { timeoutMs: 400 } });
    expect(performance.now() - start).toBeGreaterThanOrEqual(399);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it.each([
    ['7', { exitCode: 7, signal: null }, /exit code 7/],
    ['SIGKILL', { exitCode: null, signal: 'SIGKILL' }, /SIGKILL \(often: out of memory\)/],
    ['SIGSEGV', { exitCode: null, signal: 'SIGSEGV' }, /by SIGSEGV without an answer/],
  ])('turns the death of the runner (%s) into an error with what it said last', async (how, details, message) => {
    const run = runExtraction(request(how), { entryFile: entry('crash.mjs'), env: process.env, signal: noSignal });
    await expect(run).rejects.toMatchObject({
      code: 'extraction_failed',
      message: expect.stringMatching(message),
      details: { ...details, stderr: 'native: out of luck' },
    });
  });

  it('reports a runner that cannot be started', async () => {
    const run = runExtraction(request(), { entryFile: entry('no-such-file.mjs'), env: process.env, signal: noSignal });
    await expect(run).rejects.toMatchObject({
      code: 'extraction_failed',
      details: { stderr: expect.stringContaining('no-such-file.mjs') },
    });
  });
});
