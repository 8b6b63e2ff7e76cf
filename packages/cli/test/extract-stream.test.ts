import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtEntryFile } from './support/run-in-process.js';
import { assertBuilt, goneWithin, outcomeOf, runnerOf, spawnCli, startCli } from './support/spawn-cli.js';

const TEXT = 'Invoice 4711 of 14 March 2024 for Ann Lee, Oslo. 3 lamps at 20.00 each and 2 chairs at 45.50 each. Total 151.00.';
const FIELDS = 'number?, date?:date, customer?, city?, phone?, items[]: {name?, price?:number}, total?:number';
const argv = ['extract', TEXT, '--fields', FIELDS];

interface Line {
  readonly final: boolean;
  readonly data: Record<string, unknown>;
  readonly closed?: readonly string[];
}
const linesOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

/** Everything that a part holds is in the whole, at the same place. */
function expectPartOf(part: unknown, whole: unknown): void {
  if (typeof part !== 'object' || part === null) expect(part).toEqual(whole);
  else for (const [key, value] of Object.entries(part)) expectPartOf(value, (whole as Record<string, unknown>)[key]);
}

beforeAll(assertBuilt);

describe('maaza extract --stream, with the model', () => {
  it('prints lines of JSON: final values as they come, at last the whole', async () => {
    const [streamed, plain] = [await spawnCli([...argv, '--stream']), await spawnCli(argv)];
    expect(streamed).toMatchObject({ code: 0, stderr: '' });
    const lines = linesOf(streamed.stdout);
    const parts = lines.slice(0, -1);
    expect(parts.length).toBeGreaterThan(3);
    expect(lines.map(({ final }) => final)).toEqual([...parts.map(() => false), true]);
    expect(lines.at(-1)!.data).toEqual(JSON.parse(plain.stdout));
    for (const { data } of parts) expectPartOf(data, lines.at(-1)!.data);
    const closed = parts.flatMap((part) => part.closed!);
    expect(closed).toContain('/number');
    expect(new Set(closed).size).toBe(closed.length);
  });

  it('brings the first line while the model is still at work', async () => {
    const child = startCli([...argv, '--stream']);
    child.stdin.end();
    const lines = createInterface({ input: child.stdout });
    const firstLine = once(lines, 'line') as Promise<[string]>;
    const ended = outcomeOf(child);
    const runner = await runnerOf(child);
    const [first] = await firstLine;
    child.kill('SIGINT');
    expect(JSON.parse(first)).toMatchObject({ final: false, data: { number: '4711' } });
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: 'maaza: aborted\ncode: aborted\n' });
    expect(linesOf(stdout).map(({ final }) => final)).not.toContain(true);
    expect(await goneWithin(runner, 5000)).toBe(true);
  });

  it('has places and reasons in the last line with --explain, and the exit code of --strict', async () => {
    const missing = ['extract', TEXT, '--fields', 'number, iban'];
    const { code, stdout, stderr } = await spawnCli([...missing, '--stream', '--explain', '--strict']);
    expect(code).toBe(3);
    expect(stderr).toContain('/iban');
    expect(linesOf(stdout).at(-1)).toMatchObject({
      final: true,
      object: 'extraction',
      valid: false,
      data: { number: '4711' },
      fields: { '/number': { printed: '4711', start: 8, end: 12 }, '/iban': { value: null } },
    });
  });

  it('says what is wrong before the first line', async () => {
    const { code, stdout, stderr } = await spawnCli(['extract', TEXT, '--schema', '-', '--stream'], { input: '{"type":"objekt"}' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('code: invalid_schema');
  });

  it('prints what it prints without --stream where neither lines nor a terminal are there to be filled', async () => {
    const pretty = await spawnCli([...argv, '--stream', '--output', 'pretty']);
    expect(pretty).toEqual(await spawnCli([...argv, '--output', 'pretty']));
  });

  it.runIf(existsSync('/usr/bin/script'))('grows on a terminal, and leaves the whole there once', async () => {
    const command = `stty rows 10 cols 80; exec '${process.execPath}' '${builtEntryFile}' extract --text '${TEXT}' --fields '${FIELDS}' --stream`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { env: { ...process.env, TERM: 'xterm', CI: '' } });
    const { code, stdout } = await outcomeOf(child);
    expect(code).toBe(0);
    const shown = stdout.split('\x1b[?25h')[0]!;
    // Never more than the terminal has rows for, or it could not be taken away again.
    for (const frame of shown.split('extracting').slice(1)) expect(frame.split('\n').length).toBeLessThan(10);
    expect(shown).toMatch(/extracting[\s\S]*"number": "4711"[\s\S]*extracting[\s\S]*"name": "lamps"/);
    expect(shown).not.toContain('truncated');
    const whole = stdout.slice(stdout.lastIndexOf('extracting'));
    const printed = whole.slice(whole.indexOf('{', whole.indexOf('\x1b[?25h')), whole.lastIndexOf('}') + 1);
    expect(JSON.parse(printed)).toMatchObject({ number: '4711', items: [{ name: 'lamps' }, { name: 'chairs' }] });
  });
});
