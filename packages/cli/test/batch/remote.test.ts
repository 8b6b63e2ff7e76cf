import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCompletionsServer } from '../support/completions-server.js';
import { assertBuilt, spawnCli } from '../support/spawn-cli.js';
import { createWorkspace, FIELDS, jsonLines, textOf } from './workspace.js';

vi.setConfig({ testTimeout: 120_000 });

const { at, write, read, lines, remove } = createWorkspace();
let server: Awaited<ReturnType<typeof startCompletionsServer>>;
beforeAll(async () => {
  assertBuilt();
  server = await startCompletionsServer();
});
afterAll(() => {
  server.close();
  remove();
});

/** What a model that makes no mistake would read. */
const rightAnswer = (text: string) => {
  const [, order, total] = /^Order (\S+) total (\S+)$/.exec(text)!;
  return { content: JSON.stringify({ order, total: Number(total) }) };
};
beforeEach(() => {
  server.asked.length = 0;
  server.answerWith(rightAnswer);
});

const batch = (input: string, out: string, ...more: string[]) =>
  spawnCli(
    [
      'batch',
      input,
      '--fields',
      FIELDS,
      '--out',
      at(out),
      '--engine',
      `openai:${server.url}`,
      '--model',
      'some-model',
      '--json-errors',
      ...more,
    ],
    {
      env: { OPENAI_API_KEY: 'sk-secret' },
    },
  );
const summaryOf = (stderr: string) => (JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { summary: Record<string, unknown> }).summary;
const errorOf = (stderr: string) =>
  (JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as { error: { code: string; message: string; details: { differences?: string[] } } })
    .error;

describe('maaza batch with an OpenAI-compatible server', () => {
  it('asks the server for each row, with the key from the environment, which is written nowhere', async () => {
    const input = write('four.jsonl', jsonLines(4));
    expect(await batch(input, 'four-out.jsonl')).toMatchObject({ code: 0, stdout: '' });
    expect(lines('four-out.jsonl').map(({ id, data }) => [id, data])).toEqual(
      [0, 1, 2, 3].map((row) => [`r${row}`, JSON.parse(rightAnswer(textOf(row)).content)]),
    );
    expect([...server.keys]).toEqual(['Bearer sk-secret']);
    expect(read('four-out.jsonl.journal')).toContain('"engine":"openai:http://127.0.0.1');
    expect(read('four-out.jsonl') + read('four-out.jsonl.journal')).not.toContain('sk-secret');
  });

  it('takes what a cache knows of this server and model, and of no other', async () => {
    const input = write('cached.jsonl', jsonLines(4));
    await batch(input, 'cached-1.jsonl', '--cache', at('remote-cache.sqlite'));
    server.asked.length = 0;
    const again = await batch(input, 'cached-2.jsonl', '--cache', at('remote-cache.sqlite'));
    expect(summaryOf(again.stderr)).toMatchObject({ cached: 4, modelCalls: 0 });
    expect(server.asked).toEqual([]);
    const other = await batch(input, 'cached-3.jsonl', '--cache', at('remote-cache.sqlite'), '--model', 'another-model');
    expect(summaryOf(other.stderr)).toMatchObject({ cached: 0, modelCalls: 4 });
  });

  it('refuses to go on with what another engine, model or server began', async () => {
    const input = write('changed.jsonl', jsonLines(2));
    await batch(input, 'changed-out.jsonl');
    const model = await batch(input, 'changed-out.jsonl', '--model', 'another-model');
    expect([model.code, errorOf(model.stderr).details.differences]).toEqual([2, ['model: "some-model" before, "another-model" now']]);
    const place = await batch(input, 'changed-out.jsonl', '--engine', 'openai:http://127.0.0.1:1/v2?key=sk-query');
    expect(errorOf(place.stderr).message).toMatch(
      /option engine: "openai:http:\/\/127\.0\.0\.1:\d+\/v1" before, "openai:http:\/\/127\.0\.0\.1:1\/v2" now/,
    );
    expect(place.stderr).not.toContain('sk-query');
    const embedded = await spawnCli(['batch', input, '--fields', FIELDS, '--out', at('changed-out.jsonl')]);
    expect([embedded.code, embedded.stderr]).toEqual([2, expect.stringContaining('now')]);
  });

  it('makes a failed row of an answer that cannot be used, and of a text that the server does not take', async () => {
    server.answerWith((text) => {
      if (text === textOf(1)) return { content: 'I would rather not.' };
      return text === textOf(2) ? { status: 400, content: '{"error":{"message":"too long"}}' } : rightAnswer(text);
    });
    const { code } = await batch(write('some.jsonl', jsonLines(4)), 'some-out.jsonl', '--errors', at('some-errors.jsonl'));
    expect(code).toBe(4);
    expect(lines('some-errors.jsonl')).toMatchObject([
      { id: 'r1', code: 'extraction_failed' },
      { id: 'r2', code: 'engine_unavailable', message: expect.stringContaining('answered 400: too long') },
    ]);
    expect(lines('some-out.jsonl').map(({ id }) => id)).toEqual(['r0', 'r3']);
  });

  it('ends where the server refuses the key, and goes on behind what was done when it no longer does', async () => {
    let served = 0;
    server.answerWith((text) => (++served > 6 ? { status: 401, content: '{"error":{"message":"key expired"}}' } : rightAnswer(text)));
    // Each text another: what was asked before is known.
    const texts = Array.from({ length: 20 }, (_, row) => JSON.stringify({ id: `r${row}`, text: `Order A${row} total ${row}.5` }));
    const input = write('expired.jsonl', texts.join('\n'));
    const { code, stderr } = await batch(input, 'expired-out.jsonl', '--concurrency', '2', '--errors', at('expired-errors.jsonl'));
    expect([code, errorOf(stderr)]).toMatchObject([
      1,
      { code: 'engine_unavailable', message: expect.stringMatching(/key expired; \d+ of 20 rows are done; the same command goes on/) },
    ]);
    server.answerWith(rightAnswer);
    const again = await batch(input, 'expired-out.jsonl', '--concurrency', '2', '--errors', at('expired-errors.jsonl'));
    expect(again.code).toBe(0);
    expect(summaryOf(again.stderr).resumed).toBeGreaterThan(0);
    expect(lines('expired-out.jsonl').map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, row) => `r${row}`));
    expect(read('expired-errors.jsonl')).toBe('');
  });

  it.each([
    ['an engine of no kind', ['--engine', 'magic'], /there is no engine "magic"/],
    ['a server without a model', ['--engine', 'openai:http://127.0.0.1/v1'], /needs --model/],
    ['probabilities of the embedded engine', ['--logprobs'], /--logprobs is for/],
  ])('refuses %s before anything runs', async (_, argv, message) => {
    const { code, stderr } = await spawnCli([
      'batch',
      write('one.jsonl', jsonLines(1)),
      '--fields',
      FIELDS,
      '--out',
      at('never.jsonl'),
      ...argv,
    ]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });
});
