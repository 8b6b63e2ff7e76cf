import { spawn } from 'node:child_process';
import { on } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtEntryFile } from './support/run-in-process.js';
import { assertBuilt, goneWithin, outcomeOf, runnerOf, spawnCli, startCli } from './support/spawn-cli.js';

const ORDER = 'Order #12345 by John Doe, 149.99 EUR';
const FIELDS = 'order_id, customer, total:number, currency';
/** As long as the window allows, so that reading it takes a while. */
const LONG_TEXT = `${'The parcel was left with a neighbour and nobody was told about it. '.repeat(90)}\n${ORDER}`;

let folder: string;
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'maaza-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('maaza extract, with the model', () => {
  it('extracts the order of the README: one line of JSON on stdout, nothing on stderr', async () => {
    const { code, stdout, stderr } = await spawnCli(['extract', ORDER, '--fields', FIELDS]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\{.*\}\n$/);
    expect(JSON.parse(stdout)).toEqual({ order_id: '12345', customer: 'John Doe', total: 149.99, currency: 'EUR' });
  });

  it('gives the same for a file, a pipe, and a schema file', async () => {
    const text = write('order.txt', ORDER);
    const printed = await spawnCli(['schema', FIELDS]);
    const schema = write('order.schema.json', printed.stdout);
    const outcomes = [
      await spawnCli(['extract', text, '--fields', FIELDS]),
      await spawnCli(['extract', '--file', text, '--schema', schema]),
      await spawnCli(['extract', '--fields', FIELDS], { input: ORDER }),
      await spawnCli(['extract', '-', '--fields', FIELDS, '--no-cache'], { input: `\ufeff${ORDER}` }),
      await spawnCli(['extract', ORDER, '--schema', '-'], { input: printed.stdout }),
    ];
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({ order_id: '12345', total: 149.99 });
    }
  });

  it('explains each value: as JSON with true offsets, and for people', async () => {
    const json = await spawnCli(['extract', ORDER, '--fields', `${FIELDS}, phone?`, '--explain']);
    const extraction = JSON.parse(json.stdout) as { data: object; fields: Record<string, { printed: string; start: number; end: number }> };
    expect(extraction).toMatchObject({ object: 'extraction', model: 'maaza-135m', cached: false, data: { order_id: '12345' } });
    expect(extraction.fields['/order_id']).toMatchObject({ printed: '12345', start: 7, end: 12 });
    for (const { printed, start, end } of Object.values(extraction.fields)) {
      if (start !== undefined) expect(ORDER.slice(start, end)).toBe(printed);
    }
    const listing = await spawnCli(['extract', ORDER, '--fields', FIELDS, '--explain', '--output', 'pretty']);
    expect(listing.stdout).toMatch(/^order_id +12345 +7–12 +12345 +[01]\.\d+$/m);
    expect(listing.stdout).toMatch(/^valid: yes$/m);
  });

  it('draws a table', async () => {
    const { code, stdout } = await spawnCli(['extract', ORDER, '--fields', FIELDS, '--output', 'table']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/│ order_id +│ 12345 +│/);
  });

  it('warns where a required value is not in the text, and exits with 3 only with --strict', async () => {
    const argv = ['extract', ORDER, '--fields', 'order_id, delivery_date:date'];
    const lenient = await spawnCli(argv);
    expect(lenient.code).toBe(0);
    expect(JSON.parse(lenient.stdout)).toEqual({ order_id: '12345' });
    expect(lenient.stderr).toMatch(/^maaza: warning: the result does not fit the schema: \/delivery_date: .+\n$/);
    const strict = await spawnCli([...argv, '--strict', '--json-errors']);
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 3, stdout: lenient.stdout });
    expect(JSON.parse(strict.stderr)).toMatchObject({
      error: { code: 'schema_validation_failed', details: { errors: [{ pointer: '/delivery_date' }] } },
    });
  });

  it('repeats a sampled result with the same seed', async () => {
    const argv = ['extract', LONG_TEXT.slice(-600), '--fields', 'what, who, where', '--temperature', '1.5', '--seed', '7'];
    const [first, second] = [await spawnCli(argv), await spawnCli(argv)];
    expect(first.code).toBe(0);
    expect(first.stdout).toBe(second.stdout);
  });

  it.each([
    ['a schema that is none', ['extract', ORDER, '--schema', '-'], '{"type":"objekt"}', 2, 'invalid_schema'],
    ['a text that is too long', ['extract', '-', '--fields', 'a'], 'long text '.repeat(250_000), 2, 'text_too_long'],
    ['a model that is not installed', ['extract', ORDER, '--fields', 'a', '--model', 'gpt-4'], '', 1, 'model_not_installed'],
    ['a time limit', ['extract', ORDER, '--fields', 'a', '--timeout', '0.01'], '', 1, 'timeout'],
  ])('answers %s with its exit code and error code', async (_what, argv, input, exitCode, code) => {
    const outcome = await spawnCli([...argv, '--json-errors'], { input });
    expect({ code: outcome.code, stdout: outcome.stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(JSON.parse(outcome.stderr)).toMatchObject({ error: { code } });
    expect(outcome.stderr).not.toContain('    at ');
  });

  it('does not fail where the reader of stdout goes away', async () => {
    const child = startCli(['extract', ORDER, '--fields', FIELDS]);
    child.stdin.end();
    child.stdout.destroy();
    expect(await outcomeOf(child)).toMatchObject({ code: 0, stderr: '' });
  });
});

const isLinux = process.platform === 'linux';

describe('Ctrl-C', () => {
  // While the runner starts, loads, and reads a long text: the moment must not matter.
  it.runIf(isLinux).each([0, 400, 1200, 2500])(
    '%d ms after the runner is started ends both within 200 ms with exit code 130',
    async (ms) => {
      const child = startCli(['extract', '-', '--fields', FIELDS]);
      const ended = outcomeOf(child);
      child.stdin.end(LONG_TEXT.repeat(8));
      const runner = await runnerOf(child);
      await sleep(ms);
      const start = performance.now();
      child.kill('SIGINT');
      const { code, signal, stdout, stderr } = await ended;
      expect(performance.now() - start).toBeLessThan(200);
      expect({ code, signal, stdout, stderr }).toEqual({ code: 130, signal: null, stdout: '', stderr: 'maaza: aborted\ncode: aborted\n' });
      expect(await goneWithin(runner, 5000)).toBe(true);
    },
  );

  it('ends a command that waits for its input', async () => {
    const child = startCli(['extract', '--fields', FIELDS]);
    const ended = outcomeOf(child);
    await sleep(1500);
    const start = performance.now();
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stdout: '', stderr: 'maaza: aborted\ncode: aborted\n' });
    expect(performance.now() - start).toBeLessThan(200);
  });

  it.runIf(existsSync('/usr/bin/script'))('typed in a terminal, while the spinner turns, it gives the cursor back', async () => {
    const command = `stty rows 24 cols 80; exec '${process.execPath}' '${builtEntryFile}' extract --fields '${FIELDS}' --text '${'long text '.repeat(500)}'`;
    const env = { ...process.env, TERM: 'xterm', CI: '' };
    const child = spawn('script', ['-qec', command, '/dev/null'], { env });
    const ended = outcomeOf(child);
    for await (const [chunk] of on(child.stdout, 'data')) if (String(chunk).includes('extracting')) break;
    child.stdin.write('\x03');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain('extracting');
    expect(stdout.lastIndexOf('\x1b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\x1b[?25l'));
  });

  it.runIf(isLinux)('a killed command leaves no runner behind', async () => {
    const child = startCli(['extract', '-', '--fields', FIELDS]);
    child.stdin.end(LONG_TEXT);
    const runner = await runnerOf(child);
    await sleep(500);
    child.kill('SIGKILL');
    expect(await goneWithin(runner, 10_000)).toBe(true);
  });
});

describe('maaza models and maaza doctor', () => {
  it('lists the embedded model with its digest state', async () => {
    const { code, stdout, stderr } = await spawnCli(['models', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject([{ id: 'maaza-135m', license: 'Apache-2.0', state: 'ok', bytes: expect.any(Number) }]);
    expect((await spawnCli(['models'])).stdout).toMatch(/^maaza-135m +\S+ +\d+\.\d MB +ok +Apache-2\.0/m);
  });

  it('finds this machine able to extract', async () => {
    const { code, stdout } = await spawnCli(['doctor', '--json']);
    const report = JSON.parse(stdout) as { ok: boolean; checks: { name: string; status: string }[] };
    expect({ code, ok: report.ok }).toEqual({ code: 0, ok: true });
    expect(report.checks.map((check) => check.name)).toEqual(['node', 'cpu', 'memory', 'model', 'run']);
    const lines = (await spawnCli(['doctor'])).stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line).toMatch(/^(ok {2}|warn) {2}\w+/);
  });
});
