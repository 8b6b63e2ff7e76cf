import { afterEach, describe, expect, it } from 'vitest';
import { readDocument } from '../../src/entries/document.js';
import * as hostile from './hostile-files.js';
import { readFixture } from './samples.js';

const LONG_MS = 120_000;

const read = (bytes: Uint8Array, options: Parameters<typeof readDocument>[1] = {}) =>
  readDocument(bytes, { isolation: 'none', ...options });

const reasonOf = (bytes: Uint8Array, options: Parameters<typeof readDocument>[1] = {}) =>
  read(bytes, options).then(
    ({ text }) => ({ text }),
    ({ code, details }) => ({ code, reason: details.reason, limit: details.limit }),
  );

const overLimit = (limit: string) => ({ code: 'unreadable_document', reason: 'over_limit', limit });
const broken = { code: 'unreadable_document', reason: 'broken', limit: undefined };

describe('hostile files end within the limits, with the limit in the error', () => {
  afterEach(async () => {
    // Whatever a file did, the next one is read.
    expect((await read(readFixture('letter-libreoffice.docx'))).text).toContain('Policy KX-4471902');
  });

  it.each([
    ['a zip bomb', () => hostile.zipBomb(64), overLimit('maxExpansionRatio')],
    ['a zip bomb that lies about its size', () => hostile.lyingZipBomb(64), broken],
    ['a zip container of overlapping entries', () => hostile.overlappingZip(400), overLimit('maxExpandedBytes')],
    ['a zip container of too many entries', () => hostile.overlappingZip(20_000), overLimit('maxZipEntries')],
    ['a PDF of 100,000 pages', () => hostile.pdfOfPages(100_000), overLimit('maxPages')],
    ['a PDF with a page too large to be drawn', () => hostile.hugePagePdf(), overLimit('maxPixels')],
    ['a PNG that claims 1 GB', () => hostile.png(32_768, 32_768), overLimit('maxPixels')],
    ['a sheet with a cell in each of its farthest corners', () => hostile.sparseWorkbook(), { ...broken }],
    ['a web page of 10,000 elements in each other', () => hostile.deepPage(10_000), overLimit('maxElementDepth')],
    ['mails in mails', () => hostile.nestedMail(40), overLimit('maxNesting')],
    ['a mail of many attachments', () => hostile.mailOfParts(5000), overLimit('maxAttachments')],
    ['a mail of parts in parts', () => hostile.nestedParts(5000), broken],
    ['an entity bomb in DOCX', () => hostile.wordFile(hostile.entityBomb), broken],
    ['an entity bomb in UTF-16', () => hostile.wordFile(Buffer.from(`\ufeff${hostile.entityBomb}`, 'utf16le')), broken],
  ])('%s', { timeout: LONG_MS }, async (_, make, expected) => {
    expect(await reasonOf(make())).toEqual(expected);
  });

  it('a page tree that holds itself', { timeout: LONG_MS }, async () => {
    const outcome = await reasonOf(hostile.cyclicPdf());
    expect(outcome).toEqual('text' in outcome ? { text: '' } : broken);
  });

  it('an entity bomb as a text is a text', async () => {
    expect(await reasonOf(Buffer.from(hostile.entityBomb))).toEqual({ text: hostile.entityBomb });
  });

  it('more bytes than allowed, one byte less being allowed', async () => {
    const bytes = Buffer.from('Order 1');
    expect(await reasonOf(bytes, { limits: { maxBytes: 7 } })).toEqual({ text: 'Order 1' });
    expect(await reasonOf(bytes, { limits: { maxBytes: 6 } })).toEqual(overLimit('maxBytes'));
  });

  it('elements of a web page nested at the limit and over it, long before the stack is used up', async () => {
    expect(await reasonOf(hostile.deepPage(300), { limits: { maxElementDepth: 302 } })).toEqual({ text: 'Order 1' });
    expect(await reasonOf(hostile.deepPage(300), { limits: { maxElementDepth: 250 } })).toEqual(overLimit('maxElementDepth'));
  });

  it('pages and pixels at the limit and over it', { timeout: LONG_MS }, async () => {
    const options = { recognise: 'never' } as const;
    expect(await reasonOf(hostile.pdfOfPages(3), { ...options, limits: { maxPages: 3 } })).toEqual({ text: '' });
    expect(await reasonOf(hostile.pdfOfPages(4), { ...options, limits: { maxPages: 3 } })).toEqual(overLimit('maxPages'));
    const blank = hostile.png(20, 10, new Uint8Array(210));
    expect(await reasonOf(blank, { limits: { maxPixels: 200 } })).toEqual({ text: '' });
    expect(await reasonOf(blank, { limits: { maxPixels: 199 } })).toEqual(overLimit('maxPixels'));
  });
});

describe('recognition stops', () => {
  it('when its time is up', { timeout: LONG_MS }, async () => {
    await expect(read(hostile.noisePng(2400, 2400), { limits: { timeoutMs: 1500 } })).rejects.toMatchObject({ code: 'timeout' });
  });

  it('when the caller aborts', { timeout: LONG_MS }, async () => {
    const abort = new AbortController();
    const reading = read(hostile.noisePng(2400, 2400), { signal: abort.signal });
    setTimeout(() => abort.abort(), 1000);
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('before it begins where the signal is aborted already', async () => {
    await expect(read(readFixture('letter-tilt.png'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('files that cannot be read', () => {
  const cut = (file: string, share: number) => readFixture(file).subarray(0, Math.floor(share * readFixture(file).length));

  it.each([
    ['letter-encrypted.pdf', () => readFixture('letter-encrypted.pdf'), 'encrypted'],
    ['an encrypted Office file', () => encryptedOffice(), 'encrypted'],
    ['a Word file of 1997', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)]), 'unsupported'],
    ['RTF', () => Buffer.from('{\\rtf1 Order 1}'), 'unsupported'],
    ['GIF', () => Buffer.from('GIF89a\x01\0\x01\0'), 'unsupported'],
    ['random bytes', () => hostile.noisePng(60, 60).subarray(60), 'unsupported'],
    ['a DOCX cut short', () => cut('letter-libreoffice.docx', 0.7), 'broken'],
    ['an XLSX cut short', () => cut('orders-libreoffice.xlsx', 0.7), 'broken'],
    ['a JPEG cut short', () => cut('receipt-small.jpg', 0.5), 'broken'],
    ['a PNG cut short', () => cut('letter-tilt.png', 0.5), 'broken'],
    ['a PDF of a head alone', () => Buffer.from('%PDF-1.7\nnothing more'), 'broken'],
    ['a DOCX without its text', () => emptyWordFile(), 'broken'],
  ])('%s: reason in the error', async (_, make, reason) => {
    expect(await reasonOf(make())).toMatchObject({ code: 'unreadable_document', reason });
  });

  it('a zip archive, with what to do about it', async () => {
    const { zipSync } = await import('fflate');
    await expect(read(zipSync({ 'a.txt': Buffer.from('a') }))).rejects.toMatchObject({
      details: { reason: 'unsupported' },
      message: /unpack it/,
    });
  });

  it('a type that the bytes do not have', async () => {
    expect(await reasonOf(readFixture('letter-libreoffice.docx'), { type: 'pdf' })).toEqual({ ...broken });
    expect(await reasonOf(Buffer.from('text'), { type: 'png' })).toEqual({ ...broken });
    expect(await reasonOf(Buffer.from('<html><p>x'), { type: 'text' })).toEqual({ text: '<html><p>x' });
  });

  function encryptedOffice() {
    return Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(500),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(500),
    ]);
  }

  function emptyWordFile() {
    const bytes = Buffer.from(hostile.wordFile('x'));
    for (let at = bytes.indexOf('word/document.xml'); at >= 0; at = bytes.indexOf('word/document.xml', at + 1))
      bytes.write('word/documentless', at);
    return bytes;
  }
});

describe('a wrong call', () => {
  it.each([
    ['bytes', () => readDocument('text' as never)],
    ['limits.maxPages', () => read(new Uint8Array(), { limits: { maxPages: 0 } })],
    ['limits.maxPags', () => read(new Uint8Array(), { limits: { maxPags: 1 } as never })],
    ['type', () => read(new Uint8Array(), { type: 'doc' as never })],
    ['html', () => read(new Uint8Array(), { html: 'all' as never })],
    ['signal', () => read(new Uint8Array(), { signal: {} as never })],
    ['page', () => read(new Uint8Array(), { page: 1 } as never)],
  ])('%s', async (option, call) => {
    await expect(call()).rejects.toMatchObject({ code: 'invalid_request', details: { option } });
  });
});
