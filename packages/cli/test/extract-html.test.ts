import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runInProcess } from './support/run-in-process.js';
import { assertBuilt, spawnCli } from './support/spawn-cli.js';

const ORDER = 'Order #12345 by John Doe, 149.99 EUR';
const FIELDS = 'order_id, customer, total:number, phone?';

let folder: string;
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'maaza-html-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('maaza extract --html', () => {
  it('writes a page beside the data, which stays as it is', async () => {
    const file = join(folder, 'order.html');
    const { code, stdout, stderr } = await spawnCli(['extract', ORDER, '--fields', FIELDS, '--html', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ order_id: '12345', total: 149.99 });
    const html = readFileSync(file, 'utf8');
    expect(html).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/);
    expect(html).toMatch(/Order #<a class="mark[^"]*" id="t0"[^>]* href="#v0"[^>]*>12345<\/a> by <a [^>]*>John Doe<\/a>/);
    expect(html).not.toMatch(/\b(?:src|href)="(?!#)/);
    expect(readdirSync(folder)).toEqual(['order.html']);
  });

  it('says before the model runs that the page cannot be written', async () => {
    const file = join(folder, 'no', 'such', 'folder.html');
    const { code, stdout, stderr } = await runInProcess(['extract', ORDER, '--fields', FIELDS, '--html', file], {
      entryFile: '/no/runner',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/there is no folder .*\ncode: invalid_request\n$/);
    expect(existsSync(file)).toBe(false);
  });
});
