import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BatchRunner } from './batch-runner.js';

/** Not the model: what is tested is how the command deals with a process that dies. */
const entryFile = fileURLToPath(new URL('../../../test/support/batch-runner-double.mjs', import.meta.url));

async function start(title = '', signal = new AbortController().signal) {
  const runner = new BatchRunner(
    { engine: { kind: 'embedded' }, schema: { title }, concurrency: 8 },
    { entryFile, env: process.env, signal },
    { onWarning: () => {} },
  );
  await runner.start();
  return runner;
}
const short = async (outcome: Promise<{ extraction?: unknown; failure?: { code: string } }>) => {
  const { extraction, failure } = await outcome;
  return failure?.code ?? (extraction as { data: string }).data;
};

describe('BatchRunner', () => {
  it('gives each text its answer, failures too', async () => {
    const runner = await start();
    const texts = ['a', 'fail', 'b'];
    expect(await Promise.all(texts.map((text) => short(runner.extract(text))))).toEqual(['a', 'text_too_long', 'b']);
    await runner.close();
    await runner.close();
  });

  it('fails only the text on which the process dies, and loses none of those beside it', async () => {
    const runner = await start();
    const texts = ['a', 'b', 'die', 'c', 'd', 'die again', 'e'];
    const outcomes = Promise.all(texts.map((text) => short(runner.extract(text))));
    expect(await outcomes).toEqual(['a', 'b', 'extraction_failed', 'c', 'd', 'extraction_failed', 'e']);
    expect(await short(runner.extract('later'))).toBe('later');
    await runner.close();
  });

  it('gives up where the process dies on one text after the other', async () => {
    const runner = await start();
    const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, at) => short(runner.extract(`die ${at}`))));
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'extraction_failed', details: { signal: 'SIGKILL' } } });
    await expect(runner.extract('x')).rejects.toMatchObject({ code: 'extraction_failed' });
    await runner.close();
  });

  it('says before the first text what is wrong with schema or process', async () => {
    await expect(start('is wrong')).rejects.toMatchObject({ code: 'invalid_schema' });
    await expect(start('dies at once')).rejects.toMatchObject({ code: 'extraction_failed', details: { exitCode: 7 } });
  });

  it('ends at once when it is aborted', async () => {
    const abort = new AbortController();
    const runner = await start('', abort.signal);
    const waiting = runner.extract('hang');
    abort.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'aborted' });
    await runner.close();
    await expect(start('', abort.signal)).rejects.toMatchObject({ code: 'aborted' });
  });
});
