import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from '../test/support/run-in-process.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maaza-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('maaza', () => {
  it('prints help and version to stdout with exit code 0', async () => {
    const help = await runInProcess(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const command of ['extract', 'eval', 'schema', 'models', 'doctor']) expect(help.stdout).toContain(command);
    expect(await runInProcess(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: '' });
    expect(await runInProcess(['extract', '--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('Exit codes:'),
    });
  });

  it('prints help to stderr with exit code 2 where no command is given', async () => {
    expect(await runInProcess([])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: maaza') });
  });

  it.each([
    [['extrct']],
    [['--nonsense']],
    [['extract', 'text', '--fields', 'a', '--nonsense']],
    [['extract', 'text', 'more', '--fields', 'a']],
    [['extract', 'text', '--fields', 'a', '--min-probability', '1.5']],
    [['extract', 'text', '--fields', 'a', '--reference-date', '2024-02-30']],
    [['extract', 'text', '--fields', 'a', '--date-order', 'dym']],
    [['extract', 'text', '--fields', 'a', '--rules', '/there/is/no/such/file.json']],
    [['extract', 'text', '--fields']],
    [['extract', 'text', '--fields', 'a', '--output', 'xml']],
    [['extract', 'text', '--fields', 'a', '--temperature', 'hot']],
    [['extract', 'text', '--fields', 'a', '--temperature', '-1']],
    [['extract', 'text', '--fields', 'a', '--seed', '1.5']],
    [['extract', 'text', '--fields', 'a', '--timeout', '0']],
    [['extract', 'text', '--fields', 'a', '--timeout', '']],
    [['extract', 'text', '--fields', 'a', '--timeout', '1e9']],
    [['extract', 'text']],
    [['extract', '--fields', 'a']],
    [['extract', 'text', '--fields', 'a', '--schema', 'b']],
    [['extract', 'text', '--text', 'more', '--fields', 'a']],
    [['extract', '--file', '/no/such/file', '--fields', 'a']],
    [['extract', 'text', '--schema', '/no/such/file']],
    [['schema']],
  ])('answers wrong usage with exit code 2 and one message on stderr: %j', async (argv) => {
    const { code, stdout, stderr } = await runInProcess(argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^maaza: .+\n(?:.+\n)*?code: invalid_request\n$/);
    expect(stderr).not.toMatch(/ {4}at |\\n/);
  });

  it('prints the schema of a shorthand', async () => {
    const { code, stdout, stderr } = await runInProcess(['schema', 'order_id, total:number?']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: { order_id: { type: 'string' }, total: { type: 'number' } },
      required: ['order_id'],
    });
  });

  it('shows where a shorthand cannot be read', async () => {
    expect(await runInProcess(['extract', 'text', '--fields', 'a, b:nmber'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'maaza: fields: there is no type "nmber"; did you mean number? (column 6)\n  a, b:nmber\n       ^\ncode: invalid_schema\n',
    });
  });

  it('prints errors as JSON where asked to, wherever the option stands and whatever fails', async () => {
    for (const argv of [
      ['--json-errors', 'schema', 'a, b:nmber'],
      ['schema', 'a, b:nmber', '--json-errors'],
    ]) {
      const { code, stdout, stderr } = await runInProcess(argv);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'invalid_schema', details: { line: 1, column: 6 } } });
    }
    const unknown = await runInProcess(['--json-errors', 'nonsense']);
    expect(JSON.parse(unknown.stderr)).toMatchObject({ error: { code: 'invalid_request' } });
    expect((await runInProcess(['schema', '--', '--json-errors'])).stdout).toContain('"--json-errors"');
  });

  it('prints a stack trace only with MAAZA_DEBUG=1', async () => {
    const { stderr } = await runInProcess(['schema', 'a:'], { env: { MAAZA_DEBUG: '1' } });
    expect(stderr).toMatch(/^code: invalid_schema\n(?:.*\n)* {4}at /m);
  });

  it('refuses what cannot be read, with the reason', async () => {
    const image = write('scan.txt', Buffer.from('\x89PNG\r\n\x1a\n and no more', 'latin1'));
    const { code, stderr } = await runInProcess(['extract', image, '--fields', 'a', '--json-errors']);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'unreadable_document', details: { reason: 'broken', file: image } } });
    expect(await runInProcess(['extract', '--fields', 'a'], { input: Buffer.of(0xff, 0, 1, 2, 3) })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot read stdin: the document is neither text nor of a kind that is read'),
    });
    expect(await runInProcess(['extract', '-', '--schema', '-'], { input: '{}' })).toMatchObject({ code: 2 });
  });

  it('shows line and column of a schema file that is not JSON', async () => {
    const schema = write('schema.json', '{\n  "type": "object",\n}');
    const { code, stderr } = await runInProcess(['extract', 'text', '--schema', schema]);
    expect(code).toBe(2);
    expect(stderr).toContain('(line 3, column 1)\ncode: invalid_schema');
  });

  it('answers an aborted command with exit code 130', async () => {
    expect(await runInProcess(['extract', 'text', '--fields', 'a'], { signal: AbortSignal.abort() })).toEqual({
      code: 130,
      stdout: '',
      stderr: 'maaza: aborted\ncode: aborted\n',
    });
  });
});
