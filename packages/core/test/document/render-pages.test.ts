import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as Entry from '../../src/entries/document.js';
import { type MaazaDocument, readDocument, renderPages } from '../../src/entries/document.js';
import * as hostile from './hostile-files.js';
import { readFixture } from './samples.js';

const LONG_MS = 240_000;

const render = (file: string, options: Entry.RenderPagesOptions = {}) => renderPages(readFixture(file), { isolation: 'none', ...options });

/** Share of the ink of a page that lies within the boxes of its words, and share of the page that they take. */
async function inkInBoxes({ pages, map }: MaazaDocument, { number, bytes }: Entry.PageImage) {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  const page = pages[number - 1]!;
  const covered = new Uint8Array(data.length);
  const [scaleX, scaleY] = [info.width / page.size!.width, info.height / page.size!.height];
  for (const { box } of map.find(page.start, page.end)) {
    const { x, y, width, height } = box!;
    for (let row = Math.max(0, Math.floor(y * scaleY)); row < Math.min(info.height, (y + height) * scaleY); row++)
      covered.fill(
        1,
        row * info.width + Math.max(0, Math.floor(x * scaleX)),
        row * info.width + Math.min(info.width, Math.ceil((x + width) * scaleX)),
      );
  }
  let [inside, all, area] = [0, 0, 0];
  for (let at = 0; at < data.length; at++) {
    const ink = data[at]! < 110 ? 1 : 0;
    all += ink;
    inside += ink * covered[at]!;
    area += covered[at]!;
  }
  return { ink: inside / all, area: area / data.length };
}

describe('images of pages', () => {
  it.each([
    'letter-libreoffice.pdf',
    'letter-turned.pdf',
    'invoice-chromium.pdf',
    'letter-scanned.pdf',
    'letter-tilt.png',
    'receipt-small.jpg',
    'two-pages.tiff',
  ])('show the words where the map says: %s', { timeout: LONG_MS }, async (file) => {
    const document = await readDocument(readFixture(file), { isolation: 'none' });
    const images = await render(file);
    expect(images.map(({ number }) => number)).toEqual(document.pages.map(({ number }) => number));
    for (const image of images) {
      const { ink, area } = await inkInBoxes(document, image);
      // The rest is lines, and words that were not recognised. Boxes that stood anywhere would hold as much ink as they take of the page.
      expect(ink).toBeGreaterThan(0.85);
      expect(area).toBeLessThan(0.4);
    }
  });

  it('are those that were asked for, no larger than asked for, and never enlarged', async () => {
    const [image] = await render('form-libreoffice.pdf', { pages: [2], maxSide: 300 });
    expect(image).toMatchObject({ number: 2, mediaType: 'image/webp' });
    expect(300 - image!.height).toBeOneOf([0, 1]);
    expect(await sharp(image!.bytes).metadata()).toMatchObject({ format: 'webp', width: image!.width, height: image!.height });
    const small = await sharp(readFixture('receipt-small.jpg')).metadata();
    expect((await render('receipt-small.jpg'))[0]).toMatchObject({ width: small.width, height: small.height });
  });

  it('are in colour', async () => {
    const page = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#c02010' } })
      .png()
      .toBuffer();
    const [image] = await renderPages(page, { isolation: 'none' });
    const [red, green] = await sharp(image!.bytes).raw().toBuffer();
    expect(red! - green!).toBeGreaterThan(100);
  });

  it('stand upright as the photograph was taken', async () => {
    const turned = await sharp(readFixture('receipt-small.jpg')).rotate(-90).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const upright = await sharp(readFixture('receipt-small.jpg')).metadata();
    expect((await renderPages(turned, { isolation: 'none' }))[0]).toMatchObject({ width: upright.width, height: upright.height });
  });

  it('of a page as large as a PDF can say are no larger than others', async () => {
    expect((await renderPages(hostile.hugePagePdf(), { isolation: 'none', maxSide: 200 }))[0]).toMatchObject({ width: 200, height: 200 });
  });

  it.each([
    [
      'a kind without pages',
      () => renderPages(readFixture('report-pandoc.docx')),
      { code: 'unreadable_document', details: { reason: 'unsupported' } },
    ],
    [
      'a page that is not there',
      () => render('invoice-chromium.pdf', { pages: [2] }),
      { code: 'unreadable_document', details: { page: 2 } },
    ],
    ['a PDF of 100,000 pages', () => renderPages(hostile.pdfOfPages(100_000)), { details: { limit: 'maxPages' } }],
    ['a PNG that claims 1 GB', () => renderPages(hostile.png(32_768, 32_768)), { details: { limit: 'maxPixels' } }],
    ['an encrypted PDF', () => render('letter-encrypted.pdf'), { code: 'unreadable_document' }],
    ['a page number of 0', () => render('invoice-chromium.pdf', { pages: [0] }), { code: 'invalid_request', details: { option: 'pages' } }],
    ['a size below 16', () => render('invoice-chromium.pdf', { maxSide: 15 }), { code: 'invalid_request', details: { option: 'maxSide' } }],
    [
      'an unknown option',
      () => render('invoice-chromium.pdf', { page: 1 } as never),
      { code: 'invalid_request', details: { option: 'page' } },
    ],
  ])('are refused for %s', { timeout: LONG_MS }, async (_, call, error) => {
    await expect(call()).rejects.toMatchObject(error);
  });
});

describe('images of pages that a worker makes', () => {
  const built = new URL('../../dist/document.js', import.meta.url).href;
  let renderBuilt: typeof Entry.renderPages;
  beforeAll(async () => {
    ({ renderPages: renderBuilt } = (await import(/* @vite-ignore */ built)) as typeof Entry);
  });

  it('are those that the calling thread makes', { timeout: LONG_MS }, async () => {
    for (const file of ['invoice-chromium.pdf', 'two-pages.tiff']) {
      const [inside, outside] = [await renderBuilt(readFixture(file)), await render(file)];
      expect(inside.map(({ bytes, ...rest }) => [rest, Buffer.from(bytes).toString('base64')])).toEqual(
        outside.map(({ bytes, ...rest }) => [rest, Buffer.from(bytes).toString('base64')]),
      );
    }
  });

  it('end with their time, and the next file is shown', { timeout: LONG_MS }, async () => {
    await expect(renderBuilt(hostile.pdfStreamBomb(512), { limits: { timeoutMs: 100 } })).rejects.toMatchObject({ code: 'timeout' });
    expect(await renderBuilt(readFixture('invoice-chromium.pdf'))).toHaveLength(1);
  });
});
