import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EvaluationReport } from '@maaza/core/evaluation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from './support/run-in-process.js';
import { assertBuilt, goneWithin, outcomeOf, runnerOf, spawnCli, startCli } from './support/spawn-cli.js';

const notes = fileURLToPath(new URL('./support/notes.jsonl', import.meta.url));
const noteLines = readFileSync(notes, 'utf8').trim().split('\n');

let folder: string;
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'maaza-eval-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const reportsIn = (json: string) => (JSON.parse(json) as { sets: EvaluationReport[] }).sets;

describe('maaza eval, with the model', () => {
  it('scores a set beside its floors, finds every place true, and repeats itself', async () => {
    const html = join(folder, 'errors.html');
    const out = join(folder, 'report.json');
    const first = await spawnCli(['eval', notes, '--operating-point', '0.9', '--html', html, '--out', out]);
    expect(first).toMatchObject({ code: 0, stdout: '', stderr: '' });
    const [report] = reportsIn(readFileSync(out, 'utf8'));
    expect(report).toMatchObject({
      name: 'notes',
      model: 'maaza-135m',
      items: noteLines.length,
      statuses: { truncated: 0, invalid: 0, crashed: 0 },
      slices: { broken: [] },
      operatingPoint: { wantedPrecision: 0.9 },
    });
    const { figures, floors } = report!;
    // Labelled values of three kinds: whoever reads at all beats the one that says nothing.
    expect(figures.valueF1!.value).toBeGreaterThan(0.5);
    expect(floors.allNull.valueF1).toBe(0);
    expect(floors.labels.valueF1).toBeGreaterThan(0.3);
    expect(figures.fieldF1!.low).toBeLessThanOrEqual(figures.fieldF1!.value);
    expect(report!.slices.placed).toBeGreaterThan(0);
    expect(readFileSync(html, 'utf8')).toContain('<title>Evaluation errors</title>');

    const second = await spawnCli(['eval', notes, '--operating-point', '0.9', '--output', 'json']);
    const timeless = ({ date: _, medianLatencyMs: __, ...rest }: EvaluationReport) => rest;
    expect(reportsIn(second.stdout).map(timeless)).toEqual([timeless(report!)]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('takes the first items, or a sample that the seed decides', async () => {
    const document = join(folder, 'quality.md');
    const limited = await spawnCli(['eval', notes, '--limit', '2', '--out', document]);
    expect(limited).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(document, 'utf8')).toMatch(/^# Quality\n[\s\S]*^\| notes \| 2 \|/m);
    const table = await spawnCli(['eval', notes, '--sample', '1', '--seed', '3', '--output', 'table']);
    expect(table.stdout).toMatch(/^set +items +field F1/);
    expect(table.stdout).toMatch(/^notes +1 /m);
  });

  it('ends at once on Ctrl-C, and takes its runner with it', async () => {
    const child = startCli(['eval', notes, '--output', 'json']);
    const outcome = outcomeOf(child);
    const runner = await runnerOf(child);
    await sleep(300);
    const start = performance.now();
    child.kill('SIGINT');
    const { code, stdout } = await outcome;
    expect(performance.now() - start).toBeLessThan(5000);
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(await goneWithin(runner, 2000)).toBe(true);
  });
});

describe('maaza eval, with an OpenAI-compatible server', () => {
  let server: Server;
  let url: string;
  let answer: (text: string) => { readonly status: number; readonly content: string };
  const keys = new Set<string | undefined>();

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      keys.add(request.headers.authorization);
      const { messages } = JSON.parse(body) as { messages: { content: string }[] };
      const { status, content } = answer(messages.at(-1)!.content);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(status === 200 ? JSON.stringify({ choices: [{ message: { content }, finish_reason: 'stop' }] }) : content);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  });
  afterAll(() => void server.close());

  const expectedOf = (text: string) =>
    JSON.stringify(
      noteLines.map((line) => JSON.parse(line) as { text: string; expected: unknown }).find((item) => item.text === text)!.expected,
    );
  const run = (...more: string[]) =>
    spawnCli(['eval', notes, '--engine', `openai:${url}`, '--model', 'some-model', '--output', 'json', ...more], {
      env: { OPENAI_API_KEY: 'sk-test' },
    });

  it('gives full marks to right answers, with the key from the environment', async () => {
    answer = (text) => ({ status: 200, content: expectedOf(text) });
    const items = join(folder, 'items.jsonl');
    const { code, stdout, stderr } = await run('--concurrency', '3', '--items', items);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [report] = reportsIn(stdout);
    expect(report).toMatchObject({
      model: 'some-model',
      figures: { fieldF1: { value: 1 }, exactMatch: { value: 1 }, spanAccuracy: { value: 1 } },
    });
    expect([...keys]).toEqual(['Bearer sk-test']);
    const lines = readFileSync(items, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(lines.map(({ id }) => id)).toEqual(noteLines.map((line) => (JSON.parse(line) as { id: string }).id));
    expect(lines[0]).toMatchObject({
      set: 'notes',
      status: 'valid',
      data: { order_id: 'A-1041' },
      verdicts: expect.arrayContaining([
        { kind: 'hit', pointer: '/order_id', givenPointer: '/order_id', expected: 'A-1041', given: 'A-1041' },
      ]),
      fields: { '/order_id': { printed: 'A-1041' } },
    });
  });

  it('holds every answer to the options of an extraction', async () => {
    answer = (text) => ({ status: 200, content: expectedOf(text) });
    const rules = write('rules.json', '[{ "sum": ["/weight_kg", "/weight_kg"], "equals": "/weight_kg" }]');
    const { stdout } = await run(
      '--rules',
      rules,
      '--date-order',
      'dmy',
      '--reference-date',
      '2026-11-23',
      '--required',
      'trust',
      '--no-normalise',
    );
    // Three of the notes print a weight, which is not its own double.
    expect(reportsIn(stdout)[0]).toMatchObject({ statuses: { incomplete: 3, invalid: 0, crashed: 0 }, figures: { fieldF1: { value: 1 } } });
    const broken = await run('--rules', write('broken.json', '[{ "sum": 5 }]'));
    expect(broken).toMatchObject({ code: 2, stdout: '' });
    expect(broken.stderr).toContain('option rules must be a list');
  });

  it('goes on where single answers fail, and says so', async () => {
    let count = 0;
    answer = (text) => (++count === 2 ? { status: 200, content: 'no JSON' } : { status: 200, content: expectedOf(text) });
    const { code, stdout, stderr } = await run();
    expect(code).toBe(0);
    expect(stderr).toMatch(/^maaza: warning: 1 items gave no answer/);
    expect(reportsIn(stdout)[0]).toMatchObject({
      statuses: { crashed: 1 },
      failures: [{ id: 'note-2', status: 'crashed', reasons: [expect.stringContaining('its text is not JSON')] }],
    });
  });

  it('fails at once where the server refuses from the start', async () => {
    answer = () => ({ status: 401, content: '{"error":{"message":"wrong key"}}' });
    const { code, stdout, stderr } = await run();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/answered 401: wrong key\ncode: engine_unavailable\n$/);
  });
});

describe('maaza eval, used wrongly', () => {
  const item = '{"id":"1","text":"Ada","schema":{},"expected":{}}';

  it.each([
    ['no data', [], /missing required argument/],
    ['a file that is not there', ['/no/such/file.jsonl'], /cannot read \/no\/such\/file\.jsonl: there is no such file/],
    ['an engine of no kind', ['FILE', '--engine', 'magic'], /there is no engine "magic"/],
    ['a server without an address', ['FILE', '--engine', 'openai:localhost', '--model', 'm'], /needs the base address/],
    ['a server without a model', ['FILE', '--engine', 'openai:http://127.0.0.1/v1'], /needs --model/],
    ['probabilities of the embedded engine', ['FILE', '--logprobs'], /--logprobs is for/],
    ['no count', ['FILE', '--limit', '0'], /above 0, or "all"/],
    ['a precision above 1', ['FILE', '--operating-point', '98'], /at most 1/],
    ['an output in no folder', ['FILE', '--out', '/no/such/folder/x.json'], /there is no folder/],
    ['an order of no kind', ['FILE', '--date-order', 'xyz'], /Allowed choices are dmy, mdy, ymd/],
    ['rules in no file', ['FILE', '--rules', '/no/rules.json'], /the rules in \/no\/rules\.json cannot be read/],
    ['a page in place of a folder', ['FILE', '--html', '/tmp'], /it is a folder/],
  ])('%s: exit code 2 before anything runs', async (_, argv, message) => {
    const file = write('good.jsonl', item);
    const { code, stdout, stderr } = await runInProcess(['eval', ...argv.map((word) => (word === 'FILE' ? file : word))], {
      entryFile: '/no/runner',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/code: invalid_request\n$/);
  });

  it('names file and line of a bad item, also in the last of several files', async () => {
    const good = write('good.jsonl', `\ufeff${item}\r\n`);
    const bad = write('bad.jsonl', `${item}\n\n{"id":"2","text":"x"}\n`);
    const { code, stderr } = await runInProcess(['eval', good, bad, '--json-errors'], { entryFile: '/no/runner' });
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'invalid_evaluation_data', details: { file: bad, line: 3 } } });
  });

  it('takes a file without items for a mistake', async () => {
    const { code, stderr } = await runInProcess(['eval', write('empty.jsonl', '\n\n')], { entryFile: '/no/runner' });
    expect(code).toBe(2);
    expect(stderr).toContain('holds no items');
  });
});
