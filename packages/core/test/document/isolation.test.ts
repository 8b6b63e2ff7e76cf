import { beforeAll, describe, expect, it } from 'vitest';
import type * as Entry from '../../src/entries/document.js';
import * as hostile from './hostile-files.js';
import { readFixture } from './samples.js';

const LONG_MS = 240_000;

/** The built package (`npm run build`): only that has the worker as a file of its own. */
const built = new URL('../../dist/document.js', import.meta.url).href;
let readDocument: typeof Entry.readDocument;

beforeAll(async () => {
  ({ readDocument } = (await import(/* @vite-ignore */ built)) as typeof Entry);
});

/** How long a timer of this thread had to wait at most while something was done. */
async function longestPause(action: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  await action().catch(() => {});
  clearInterval(timer);
  return longest;
}

describe('reading in a worker', () => {
  it.each([
    'letter-libreoffice.pdf',
    'letter-libreoffice.docx',
    'report-pandoc.html',
    'orders-libreoffice.ods',
    'mail-python.eml',
    'letter-tilt.png',
  ])('gives the same as on the calling thread: %s', { timeout: LONG_MS }, async (file) => {
    const bytes = readFixture(file);
    const [inside, outside] = [await readDocument(bytes, { isolation: 'worker' }), await readDocument(bytes, { isolation: 'none' })];
    const plain = ({ type, text, pages, map, attachments }: Entry.MaazaDocument): unknown => ({
      type,
      text,
      pages,
      places: map.find(0, text.length),
      attachments: attachments.map(({ document, ...rest }) => ({ ...rest, document: document && plain(document) })),
    });
    expect(plain(inside)).toEqual(plain(outside));
  });

  it('gives attachments as bytes, the same as on the calling thread', async () => {
    const bytesOf = async (isolation: 'worker' | 'none') =>
      (await readDocument(readFixture('mail-python.eml'), { isolation, attachments: 'bytes' })).attachments.map(({ bytes, ...rest }) => [
        rest,
        Buffer.from(bytes!).toString('hex'),
      ]);
    expect(await bytesOf('worker')).toEqual(await bytesOf('none'));
  });

  it('leaves the bytes as they are', async () => {
    const bytes = readFixture('letter-libreoffice.pdf');
    await readDocument(bytes);
    expect(Buffer.from(bytes).equals(Buffer.from(readFixture('letter-libreoffice.pdf')))).toBe(true);
  });

  it('gives errors as on the calling thread, of their own class', async () => {
    const { DocumentError } = (await import(/* @vite-ignore */ new URL('../../dist/index.js', import.meta.url).href)) as {
      DocumentError: new () => Error;
    };
    for (const isolation of ['worker', 'none'] as const) {
      const error = await readDocument(readFixture('letter-encrypted.pdf'), { isolation }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(DocumentError);
      expect(error).toMatchObject({ code: 'unreadable_document', name: 'DocumentError', details: { reason: 'encrypted' } });
    }
  });

  it('stops a parser that does not return, and reads the next file', { timeout: LONG_MS }, async () => {
    // The parser of PDF goes through all of it without a pause.
    await expect(readDocument(hostile.pdfStreamBomb(512), { limits: { timeoutMs: 1500 } })).rejects.toMatchObject({ code: 'timeout' });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 1000);
    await expect(readDocument(hostile.pdfStreamBomb(512), { signal: abort.signal })).rejects.toMatchObject({ code: 'aborted' });
    expect((await readDocument(readFixture('letter-libreoffice.pdf'))).text).toContain('Policy KX-4471902');
  });

  it('ends where the memory is used up, and reads the next file', { timeout: LONG_MS }, async () => {
    const rows = Array.from({ length: 400_000 }, (_, row) => `<p><b>${row}</b> <i>x</i></p>`).join('');
    const page = Buffer.from(`<!doctype html><html><body>${rows}`);
    await expect(readDocument(page, { limits: { maxHeapMegabytes: 64 } })).rejects.toMatchObject({
      code: 'unreadable_document',
      details: { reason: 'over_limit', limit: 'maxHeapMegabytes' },
    });
    expect((await readDocument(readFixture('letter-libreoffice.docx'))).text).toContain('Policy KX-4471902');
  });

  it('reads several documents at once, each with its own outcome', { timeout: LONG_MS }, async () => {
    const files = [
      'letter-libreoffice.pdf',
      'letter-encrypted.pdf',
      'invoice-chromium.pdf',
      'letter-libreoffice.docx',
      'orders-libreoffice.xlsx',
    ];
    const outcomes = await Promise.all(
      files.map((file) =>
        readDocument(readFixture(file)).then(
          ({ text }) => text,
          ({ details }) => details.reason as string,
        ),
      ),
    );
    const expected = ['Kestrel', /^encrypted$/, 'Möller', 'Kestrel', 'Häkkinen'];
    for (const [index, outcome] of outcomes.entries()) expect(outcome).toMatch(expected[index]!);
  });

  it('leaves the calling thread free', { timeout: LONG_MS }, async () => {
    const bomb = hostile.pdfStreamBomb(256);
    const limits = { timeoutMs: 3000 };
    // As shares of each other, because this machine may be busy with other things.
    const pause = await longestPause(() => readDocument(bomb, { limits }));
    expect(pause).toBeLessThan(await longestPause(() => readDocument(bomb, { limits, isolation: 'none' })));
  });
});
