import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Extraction } from '@maaza/core';
import { type MaazaDocument, readDocument } from '@maaza/core/document';
import { createSampleExtraction } from '@maaza/core/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { renderExtractionView } from '../../src/html/extraction-view.js';
import { takePictures } from '../../src/html/take-pictures.js';
import { withPlaces } from '../../src/output/places.js';
import { noBrowser, type PageOpener, startBrowser } from './browser.js';
import { lowestContrast } from './contrast.js';
import { placed } from './samples.js';

// Recognition takes seconds an image where the machine is busy.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const bytesOf = (name: string) => readFileSync(fileURLToPath(new URL(`../../../core/test/document/fixtures/${name}`, import.meta.url)));

interface Sample {
  readonly document: MaazaDocument;
  readonly extraction: Extraction;
  readonly html: string;
}

/** A real file, read and rendered; values are found by their words, because the model is not what is tested here. */
async function sampleOf(name: string, words: Readonly<Record<string, string>>): Promise<Sample> {
  const bytes = bytesOf(name);
  const document = await readDocument(bytes, { isolation: 'none' });
  const fields = Object.fromEntries(
    Object.entries(words).map(([key, value], at) => [`/${key}`, placed(document.text, value, { probability: 0.98 - 0.2 * at })]),
  );
  const extraction = withPlaces(createSampleExtraction({ data: words, fields }), document);
  const warnings: string[] = [];
  const pictures = await takePictures(document, bytes, extraction, new AbortController().signal, (message) => warnings.push(message));
  expect(warnings).toEqual([]);
  return { document, extraction, html: renderExtractionView(document.text, extraction, pictures) };
}

let browser: PageOpener;
let pdf: Sample;
let scan: Sample;
let pages: Sample;
beforeAll(async () => {
  if (noBrowser) return;
  browser = await startBrowser();
  pdf = await sampleOf('invoice-chromium.pdf', {
    invoice_no: 'INV-2024-0117',
    date: '17 January 2024',
    buyer: "Renée Lefèvre, 8 rue de l'Église, 69005 Lyon, France",
    city: 'Lyon',
    note: 'go to\nbilling@moeller-soen.example',
  });
  scan = await sampleOf('letter-tilt.png', { policy: 'KX-4471902', claim: 'CL-90317' });
  pages = await sampleOf('two-pages.tiff', { invoice_no: 'INV-2024-0117', claim: 'CL-90317' });
});
afterAll(async () => browser?.close());

describe.skipIf(noBrowser)('the page of an extraction from a document', () => {
  it('shows the pages whole, loads nothing and complains about nothing', async () => {
    for (const { html, document } of [pdf, scan, pages]) {
      const { page, requests, complaints } = await browser.open(html);
      const images = await page
        .locator('.paper img')
        .evaluateAll((elements) =>
          elements.map((element) => ({ isShown: (element as HTMLImageElement).naturalWidth > 300, alt: element.getAttribute('alt') })),
        );
      expect(images).toEqual(document.pages.map(({ number }) => ({ isShown: true, alt: `Page ${number} of ${document.pages.length}` })));
      // The data of the images is part of the page; a browser tells of it like of a request.
      expect(requests.filter((url) => !url.startsWith('data:image/webp;base64,'))).toEqual([]);
      expect(complaints).toEqual([]);
    }
  });

  it.each([
    ['a PDF', () => pdf],
    ['a recognised image', () => scan],
    ['several pages', () => pages],
  ])('frames each value of %s where its words stand', async (_, sample) => {
    const { html, document, extraction } = sample();
    const { page } = await browser.open(html);
    for (const [number, field] of Object.values(extraction.fields).entries()) {
      const places = document.map.find(field.start!, field.end!);
      const frames = page.locator(`.box[data-values~="${number}"]`);
      expect(await frames.count()).toBe(places.length);
      for (const [at, { page: pageNumber, box }] of places.entries()) {
        const { width, height } = document.pages[pageNumber - 1]!.size!;
        const paper = await page
          .locator('.paper img')
          .nth(pageNumber - 1)
          .boundingBox();
        const frame = await frames.nth(at).boundingBox();
        // A frame is drawn three pixels around its words.
        expect(Math.abs(frame!.x + 3 - paper!.x - (box!.x / width) * paper!.width)).toBeLessThan(1.5);
        expect(Math.abs(frame!.y + 3 - paper!.y - (box!.y / height) * paper!.height)).toBeLessThan(1.5);
        expect(Math.abs(frame!.width - 6 - (box!.width / width) * paper!.width)).toBeLessThan(1.5);
      }
    }
  });

  it('leads from each value to its frame and back by keyboard, on other pages too', async () => {
    const { page } = await browser.open(pages.html);
    const focused = () => page.evaluate(() => `${document.activeElement!.className.split(' ')[0]} ${document.activeElement!.id}`);
    const isVisible = () =>
      page.evaluate(() => {
        const [frame, pane] = ['.box.on', '.pane'].map((selector) => document.querySelector(selector)!.getBoundingClientRect());
        return frame!.top >= pane!.top && frame!.bottom <= Math.min(pane!.bottom, innerHeight);
      });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await page.locator('.on').evaluateAll((elements) => elements.map(({ id }) => id))).toEqual(['b1', 't1', 'v1']);
    // It stands on the second page, which is below the edge of the window at first.
    expect(await isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('box b1');
    expect(await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle)).toBe('solid');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('box b0');
    expect(await isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('value v0');
    await page.keyboard.press('Escape');
    expect(await page.locator('.on').count()).toBe(0);
  });

  it('leads there and back by click, and lets a value inside another be reached', async () => {
    const { page } = await browser.open(pdf.html);
    await page.locator('#b3').click();
    expect(await page.locator('.value.on').allInnerTexts()).toEqual(['"Lyon"']);
    await page.locator('#v2').click();
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('b2');
    await page.locator('#b2').click({ position: { x: 8, y: 8 } });
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('v2');
  });

  it('reaches all frames and values with Tab, and not the text while it is folded', async () => {
    const { page } = await browser.open(pdf.html);
    const stops: string[] = [];
    for (let at = 0; at < 40; at++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName || '');
      if (stops.includes(stop)) break;
      stops.push(stop);
    }
    expect(stops.filter((stop) => /^[bvt]\d/.test(stop))).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'v0', 'v1', 'v2', 'v3', 'v4']);
    expect(stops).toContain('SUMMARY');
  });

  it('has the text as it was read, folded, with its values marked', async () => {
    const { page } = await browser.open(pdf.html);
    expect(await page.locator('#text').isVisible()).toBe(false);
    await page.getByText('The text as it was read').click();
    expect(await page.locator('#text').evaluate((element) => element.textContent)).toBe(pdf.document.text);
    await page.locator('#t1').click();
    expect(await page.locator('.value.on').allInnerTexts()).toEqual(['"17 January 2024"']);
  });

  it('links both ways without a script too', async () => {
    const { page } = await browser.open(pdf.html, { javaScript: false });
    const links = await page
      .locator('a.box[id], a.value')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('href')!));
    expect(links.toSorted()).toEqual(['#b0', '#b1', '#b2', '#b3', '#b4', '#v0', '#v1', '#v2', '#v3', '#v4']);
    for (const link of links) expect(await page.locator(`[id="${link.slice(1)}"]`).count(), link).toBe(1);
  });

  it('gives values that share their words one frame, which leads to each of them in turn', async () => {
    const { html } = await sampleOf('invoice-chromium.pdf', { number: 'INV-2024-0117', reference: 'INV-2024-0117' });
    const { page } = await browser.open(html);
    expect(await page.locator('.box').count()).toBe(1);
    await page.locator('#v1').click();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.id)).toBe('v1');
    for (const next of ['v0', 'v1']) {
      await page.locator('.box').click();
      expect(await page.locator('.value.on').getAttribute('id')).toBe(next);
    }
  });

  it('says which pages it leaves out', async () => {
    const document = scan.document;
    const [page1] = document.pages;
    const many = Array.from({ length: 5 }, (_, at) => ({ ...page1!, number: at + 1 }));
    const bytes = bytesOf('letter-tilt.png');
    const taken = await takePictures(document, bytes, scan.extraction, new AbortController().signal, () => {});
    const { page } = await browser.open(renderExtractionView(document.text, scan.extraction, { pages: many, images: taken!.images }));
    expect(await page.locator('.skipped').allInnerTexts()).toEqual(['Pages 2 to 5 are not shown.']);
    expect(await page.locator('figcaption').innerText()).toMatch(/^Page 1 of 5, words recognised with a confidence of 0\.\d\d$/);
  });

  it.each(['light', 'dark'] as const)('keeps a contrast of 4.5 to 1 in %s mode, and fits a narrow window', async (colorScheme) => {
    const { page } = await browser.open(pdf.html, { colorScheme, width: 360 });
    await page.keyboard.press('ArrowDown');
    await page.getByText('The text as it was read').click();
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
    // Frames are drawn for white paper: the colour of their lines against it (WCAG 2.2, 1.4.11) does not depend on the mode.
    expect(
      await page
        .locator('.box')
        .first()
        .evaluate((element) => getComputedStyle(element).borderTopColor),
    ).toMatch(/^rgb\((47, 111, 179|154, 91, 0)\)$/);
  });
});

describe('what has no pages to show', () => {
  it('is a document that flows', async () => {
    const bytes = bytesOf('report-pandoc.docx');
    const document = await readDocument(bytes, { isolation: 'none' });
    const extraction = createSampleExtraction({ data: {}, fields: {} });
    expect(await takePictures(document, bytes, extraction, new AbortController().signal, () => {})).toBeUndefined();
  });

  it('is a file that cannot be rendered: then the text is shown, and a warning says why', async () => {
    const warnings: string[] = [];
    const taken = await takePictures(
      await readDocument(bytesOf('letter-tilt.png'), { isolation: 'none' }),
      bytesOf('letter-tilt.png').subarray(0, 9000),
      createSampleExtraction({ data: {}, fields: {} }),
      new AbortController().signal,
      (message) => warnings.push(message),
    );
    expect(taken).toBeUndefined();
    expect(warnings).toEqual([expect.stringMatching(/shows the text alone.*damaged image/)]);
  });
});
