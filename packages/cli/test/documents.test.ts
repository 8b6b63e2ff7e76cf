import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt, spawnCli } from './support/spawn-cli.js';

const LONG_MS = 240_000;
const fixture = (name: string) => fileURLToPath(new URL(`../../core/test/document/fixtures/${name}`, import.meta.url));

let folder: string;
beforeAll(() => {
  assertBuilt();
  folder = mkdtempSync(join(tmpdir(), 'maaza-documents-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Explained {
  readonly data: { readonly invoice_no: string };
  readonly fields: Record<string, { readonly printed: string; readonly places: { page: number; box: Record<string, number> }[] }>;
}

describe('maaza extract on documents, with the model', () => {
  it('reads a PDF, and says where on its page a value stands', { timeout: LONG_MS }, async () => {
    const argv = ['extract', fixture('invoice-chromium.pdf'), '--fields', 'invoice_no, date:date'];
    const { code, stdout, stderr } = await spawnCli([...argv, '--explain', '--output', 'json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { data, fields } = JSON.parse(stdout) as Explained;
    expect(data).toEqual({ invoice_no: 'INV-2024-0117', date: '2024-01-17' });
    const [place] = fields['/invoice_no']!.places;
    // The upper right corner of an A5 page, in points.
    expect(place!.page).toBe(1);
    expect(place!.box.x).toBeGreaterThan(210);
    expect(place!.box.y).toBeLessThan(80);
    expect((await spawnCli([...argv, '--explain', '--output', 'table'])).stdout).toContain(', page 1');
  });

  it('shows the page of a PDF with a frame around each value', { timeout: LONG_MS }, async () => {
    const file = join(folder, 'invoice.html');
    const { code, stdout, stderr } = await spawnCli(['extract', fixture('invoice-chromium.pdf'), '--fields', 'invoice_no', '--html', file]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"invoice_no":"INV-2024-0117"}\n', stderr: '' });
    const html = readFileSync(file, 'utf8');
    expect(html.match(/<img src="data:image\/webp;base64,/g)).toHaveLength(1);
    expect(html).toMatch(/<a class="box at0" id="b0" href="#v0" /);
  });

  it('reads the same from a pipe, and by what it is, not by its name', { timeout: LONG_MS }, async () => {
    const fields = ['--fields', 'claim_no'];
    const renamed = join(folder, 'letter.txt');
    writeFileSync(renamed, readFileSync(fixture('letter-libreoffice.docx')));
    const outcomes = [
      await spawnCli(['extract', ...fields], { input: readFileSync(fixture('letter-libreoffice.pdf')) }),
      await spawnCli(['extract', renamed, ...fields]),
    ];
    for (const { code, stdout } of outcomes) {
      expect(code).toBe(0);
      expect(stdout).toContain('CL-90317');
    }
  });

  it('says what it leaves out of a mail', { timeout: LONG_MS }, async () => {
    const { code, stdout, stderr } = await spawnCli(['extract', fixture('mail-python.eml'), '--fields', 'subject']);
    expect(code).toBe(0);
    expect(stdout).toContain('40 chairs');
    expect(stderr).toContain('attachments are not part of the text: Brief für Zoë.docx');
  });

  it('ends with the reason where a document needs a password', async () => {
    const { code, stdout, stderr } = await spawnCli(['extract', fixture('letter-encrypted.pdf'), '--fields', 'a']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/cannot read .*letter-encrypted\.pdf: the document is a PDF that needs a password\ncode: unreadable_document/);
  });
});

describe('maaza batch on a folder of documents, with the model', () => {
  it('reads each by its kind, and goes on after one that it cannot read', { timeout: LONG_MS }, async () => {
    const files = ['letter-libreoffice.docx', 'letter-libreoffice.pdf', 'letter-encrypted.pdf'];
    for (const file of files) writeFileSync(join(folder, file), readFileSync(fixture(file)));
    const out = join(folder, 'results.jsonl');
    const errors = join(folder, 'errors.jsonl');
    const argv = [...files.map((file) => join(folder, file)), '--fields', 'claim_no', '--out', out, '--errors', errors];
    const { code } = await spawnCli(['batch', ...argv]);
    expect(code).toBe(4);
    const results = readFileSync(out, 'utf8').trim().split('\n');
    expect(results).toHaveLength(2);
    for (const result of results) expect(result).toContain('CL-90317');
    expect(readFileSync(errors, 'utf8')).toMatch(/letter-encrypted\.pdf.*unreadable_document|unreadable_document.*letter-encrypted\.pdf/);
  });
});
