import type { ExtractedField, Extraction } from '@maaza/core';
import { createReport, type EvaluationItem, judgeItem, type Outcome } from '@maaza/core/evaluation';
import { createSampleExtraction } from '@maaza/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluated } from '../../src/eval/evaluate-files.js';
import { renderErrorBrowser } from '../../src/html/error-browser.js';
import { renderExtractionView } from '../../src/html/extraction-view.js';
import { noBrowser, type PageOpener, startBrowser } from './browser.js';
import { lowestContrast } from './contrast.js';
import { invoiceExtraction, invoiceText, placed } from './samples.js';

if (noBrowser) console.warn(`Pages are not tested: ${noBrowser}.`);

let browser: PageOpener;
beforeAll(async () => {
  if (!noBrowser) browser = await startBrowser();
});
afterAll(async () => browser?.close());

const withFields = (fields: Record<string, ExtractedField>, data: unknown, members: Partial<Extraction> = {}) =>
  createSampleExtraction({ fields, data, ...members });

/** Everything that a text could try in a page. */
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  "'-alert(3)-'",
  '</script><script>alert(4)</script>',
  '</style><svg onload=alert(5)>',
  '<!--',
  '&lt;b&gt; &amp; &#39;',
  '<a href="javascript:alert(6)">x</a>',
  '{{alert(7)}} [[alert(8)]]',
  '<base href="http://example.com/">',
  '<meta http-equiv="refresh" content="0;url=http://example.com/">',
  '\u202egnp.exe\u202c \u0000 \u0007 \ufeff',
];

describe.skipIf(noBrowser)('the page of an extraction', () => {
  it('shows the text and the JSON whole, loads nothing and complains about nothing', async () => {
    const { page, requests, complaints } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction));
    expect(await page.locator('#text').evaluate((element) => element.textContent)).toBe(invoiceText);
    const json = await page.locator('#json').evaluate((element) => {
      for (const note of element.querySelectorAll('.note')) note.remove();
      return element.textContent;
    });
    expect(JSON.parse(json!)).toEqual(invoiceExtraction.data);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
  });

  it('marks exactly the words of each value, also of values inside values', async () => {
    const { page } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction));
    const marked = await page.locator('#text').evaluate((element) => {
      const words: Record<string, string> = {};
      for (const mark of element.querySelectorAll<HTMLElement>('.mark'))
        for (const number of mark.dataset.values!.split(' ')) words[number] = (words[number] ?? '') + mark.textContent;
      const pointers = [...document.querySelectorAll<HTMLElement>('a.value')].map(
        (value) => [value.dataset.values!, value.textContent] as const,
      );
      return pointers.map(([number, value]) => [value, words[number]]);
    });
    expect(marked).toContainEqual(['"Hafenstraße 12, 20457 Hamburg"', 'Hafenstraße 12, 20457 Hamburg']);
    expect(marked).toContainEqual(['"Hamburg"', 'Hamburg']);
    expect(marked).toContainEqual(['487.5', '487,50 €']);
    expect(marked).toHaveLength(12);
  });

  it('says why a value is null, how sure each one is, what was printed, and what is missing', async () => {
    const { page } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction));
    const lineOf = (key: string) => page.locator(`li:has(> .key:text-is('"${key}"'))`).last().innerText();
    expect(await lineOf('vat_id')).toMatch(/null.*0\.97.*the text does not give it/);
    expect(await lineOf('discount')).toMatch(/null.*0\.31.*too unsure/);
    expect(await lineOf('total')).toMatch(/487\.5.*0\.98.*printed.*487,50 €/);
    expect(await lineOf('date')).toMatch(/2024-03-05.*printed.*5 March 2024/);
    expect(await page.locator('ul.left-out').innerText()).toMatch(/due_date.*the text does not give it/);
    expect(await page.locator('header').innerText()).toMatch(/does not fit the schema[\s\S]*\/due_date is required/);
  });

  it('leads from each value to its place and back by keyboard, with the focus to be seen', async () => {
    const { page } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction));
    const focused = () => page.evaluate(() => [document.activeElement!.className.split(' ')[0], document.activeElement!.textContent]);
    const selected = () => page.locator('.on').allInnerTexts();
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toEqual(['value', '"Nordlicht Möbel GmbH"']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await selected()).toEqual(['Hamburg', '"Hamburg"']);
    await page.keyboard.press('Enter');
    expect(await focused()).toEqual(['mark', 'Hamburg']);
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
    expect(outline).toBe('solid');
    await page.keyboard.press('Enter');
    // The place belongs to the address too; the way back leads to one of them, and on to the other.
    const first = await focused();
    await page.keyboard.press('Shift+Tab');
    expect((await focused())[0]).toBe('value');
    expect(first[0]).toBe('value');
    await page.keyboard.press('Escape');
    expect(await selected()).toEqual([]);
  });

  it('reaches every value with Tab, in the order of the page', async () => {
    const { page } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction));
    const stops: string[] = [];
    for (let at = 0; at < 60; at++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => document.activeElement?.id ?? '');
      if (stop === '' || stops.includes(stop)) break;
      stops.push(stop);
    }
    const values = await page.locator('.value[data-values]').evaluateAll((elements) => elements.map(({ id }) => id));
    expect(stops.filter((id) => id.startsWith('v'))).toEqual(values);
    expect(stops.filter((id) => id.startsWith('t'))).toHaveLength(12);
  });

  it('links both ways without a script too', async () => {
    const { page } = await browser.open(renderExtractionView(invoiceText, invoiceExtraction), { javaScript: false });
    const links = await page
      .locator('a.mark[id], a.value')
      .evaluateAll((elements) => elements.map((element) => element.getAttribute('href')!));
    expect(links.length).toBeGreaterThan(20);
    for (const link of links) expect(await page.locator(`[id="${link.slice(1)}"]`).count(), link).toBe(1);
  });

  it.each(hostile)('is not moved by a text, key, value, model or message like %j', async (bad) => {
    const text = `before ${bad} after`;
    const field = placed(text, bad, { probability: 0.5 });
    const extraction = withFields(
      { '/a': field, '/b': { ...field, value: 1 }, '/c~1d': { value: bad, grounded: false } },
      { a: bad, b: 1, 'c/d': bad, [bad]: [bad] },
      { model: bad, valid: false, errors: [{ code: 'invalid_value', pointer: `/${bad}`, message: bad }] },
    );
    const { page, requests, complaints } = await browser.open(renderExtractionView(text, extraction));
    expect({ requests, complaints, url: page.url().startsWith('file:') }).toEqual({ requests: [], complaints: [], url: true });
    const shown = await page.locator('#text').evaluate((element) => {
      for (const hidden of element.querySelectorAll('.hidden-character'))
        hidden.replaceWith(String.fromCharCode(Number.parseInt(hidden.textContent!.slice(2), 16)));
      return element.textContent;
    });
    expect(shown).toBe(text);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('img, svg, base, iframe').count()).toBe(0);
  });

  it('shows right-to-left text, emoji, combining marks and line ends of all kinds as they are', async () => {
    const text = 'שם: דנה כהן\r\nالاسم: ليلى\rE\u0301mile 👩‍👩‍👧 日本\n\n\tend';
    const extraction = withFields(
      { '/a': placed(text, 'דנה כהן'), '/b': placed(text, 'ليلى'), '/c': placed(text, '👩‍👩‍👧'), '/d': placed(text, 'E\u0301mile') },
      { a: 'דנה כהן', b: 'ليلى', c: '👩‍👩‍👧', d: 'E\u0301mile' },
    );
    const { page } = await browser.open(renderExtractionView(text, extraction));
    expect(await page.locator('#text').evaluate((element) => element.textContent)).toBe(text);
    expect(await page.locator('#text .mark').allTextContents()).toEqual(['דנה כהן', 'ليلى', 'E\u0301mile', '👩‍👩‍👧']);
    const sides = await page.locator('#text').evaluate((element) => {
      const box = element.getBoundingClientRect();
      const mark = element.querySelector('.mark')!.getBoundingClientRect();
      return { toLeft: mark.left - box.left, toRight: box.right - mark.right };
    });
    // A paragraph of Hebrew begins on the right.
    expect(sides.toRight).toBeLessThan(sides.toLeft);
  });

  it('takes a long text with thousands of values', async () => {
    const line = 'Item A-000001 costs 12.50 EUR and was sold on 5 March 2024 in Hamburg.\n';
    const text = line.repeat(3000);
    const rows = Array.from({ length: 2000 }, (_, at) => ({ at: at * line.length + 20 }));
    const fields = Object.fromEntries(
      rows.map(({ at }, row) => [
        `/${row}/price`,
        { value: 12.5, printed: '12.50', start: at, end: at + 5, grounded: true, probability: 0.9 },
      ]),
    );
    const data = rows.map(() => ({ price: 12.5 }));
    const { page, complaints } = await browser.open(renderExtractionView(text, withFields(fields, data)));
    expect(await page.locator('#text .mark').count()).toBe(2000);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('12.50');
    expect(await page.evaluate(() => document.activeElement!.getBoundingClientRect().bottom <= innerHeight)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('takes what is odd: no fields, a scalar at the root, places outside of the text', async () => {
    for (const extraction of [
      withFields({}, {}),
      withFields({ '': placed('Ada', 'Ada') }, 'Ada'),
      withFields({ '/a': { value: 'x', printed: 'x', start: 5, end: 900, grounded: true } }, { a: 'x' }),
      withFields({ '/a': { value: 'x', printed: '', start: 3, end: 1, grounded: true } }, { a: 'x' }),
    ]) {
      const { page, complaints } = await browser.open(renderExtractionView('Ada', extraction));
      expect(await page.locator('#text').evaluate((element) => element.textContent)).toBe('Ada');
      expect(complaints).toEqual([]);
    }
  });

  it.each(['light', 'dark'] as const)('keeps a contrast of 4.5 to 1 in %s mode, and fits a narrow window', async (colorScheme) => {
    const html = renderExtractionView(invoiceText, invoiceExtraction);
    const { page } = await browser.open(html, { colorScheme, width: 360 });
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
  });
});

describe.skipIf(noBrowser)('the page of evaluation errors', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, city: { type: ['string', 'null'] }, tags: { type: 'array', items: { type: 'string' } } },
  };

  function evaluated(name: string, cases: readonly (readonly [Partial<EvaluationItem>, Outcome])[]): Evaluated {
    const items = cases.map(([parts, outcome], at) => {
      const item = { id: `${name}-${at}`, text: 'Ada lives in Paris.', schema, expected: { name: 'Ada', city: 'Paris' }, ...parts };
      return { item, outcome, judged: judgeItem(item, outcome) };
    });
    return {
      report: createReport(
        items.map(({ judged }) => judged),
        { name, model: 'some-model', resamples: 20 },
      ),
      items,
    };
  }
  const answer = (data: unknown, fields: Record<string, ExtractedField> = {}): Outcome => ({ extraction: withFields(fields, data) });
  const text = 'Ada lives in Paris.';
  const sets = [
    evaluated('people', [
      [{}, answer({ name: 'Ada', city: 'Paris' })],
      [{ spans: { '/name': [0, 3] } }, answer({ name: 'Paris', city: null }, { '/name': placed(text, 'Paris', { probability: 0.66 }) })],
      [{ expected: { name: 'Ada', city: null } }, answer({ name: 'Ada', city: 'Oslo' })],
      [
        { text: 'Ada met Ada.', expected: { name: 'Ada', city: null }, spans: { '/name': [8, 11] } },
        answer({ name: 'Ada', city: null }, { '/name': placed('Ada met Ada.', 'Ada') }),
      ],
    ]),
    evaluated('places', [
      [{ expected: { name: 'Ada', tags: [] } }, { error: { code: 'extraction_failed', message: 'out of <b>memory</b>' } }],
      [
        { text: hostile.join('\n'), id: hostile[0]!, expected: { name: hostile[1]!, city: null } },
        answer({ name: hostile[2], city: hostile[3] }),
      ],
    ]),
  ];
  const open = () => browser.open(renderErrorBrowser(sets));
  const shown = async (page: Awaited<ReturnType<typeof open>>['page']) => page.locator('.item:visible .id').allTextContents();

  it('lists the items with errors only, loads nothing, and is not moved by what it shows', async () => {
    const { page, requests, complaints } = await open();
    expect(await shown(page)).toEqual(['people-1', 'people-2', 'people-3', 'places-0', hostile[0]]);
    expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
    expect(await page.locator('img, svg, base, script').count()).toBe(1);
  });

  it('shows expected and given side by side, with both places in the text', async () => {
    const { page } = await open();
    const item = page.locator('.item').first();
    await item.locator('summary').click();
    expect(await item.locator('mark.expected').allTextContents()).toEqual(['Ada']);
    expect(await item.locator('mark.given').allTextContents()).toEqual(['Paris']);
    expect(await item.locator('tbody tr').allInnerTexts()).toEqual([
      expect.stringMatching(/name\s+another value\s+Ada\s+Paris\s+0\.66/),
      expect.stringMatching(/city\s+missed\s+Paris\s+nothing/),
    ]);
    await page.locator('.item', { hasText: 'places-0' }).locator('summary').click();
    expect(await page.locator('.reason:visible').innerText()).toBe('extraction_failed: out of <b>memory</b>');
  });

  it('filters by kind, set and words', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: /invented/ }).click();
    expect(await shown(page)).toEqual(['people-2', hostile[0]]);
    await page.getByRole('button', { name: /no answer/ }).click();
    expect(await shown(page)).toEqual(['people-2', 'places-0', hostile[0]]);
    await page.getByLabel('Set').selectOption('places');
    expect(await shown(page)).toEqual(['places-0', hostile[0]]);
    await page.getByLabel('Search').fill('MEMORY');
    expect(await shown(page)).toEqual(['places-0']);
    expect(await page.locator('#count').innerText()).toBe('1');
    await page.getByLabel('Search').fill('no such words');
    expect(await page.locator('#none').isVisible()).toBe(true);
  });

  it('works by keyboard alone', async () => {
    const { page } = await open();
    const current = () => page.evaluate(() => document.activeElement!.closest('.item')?.querySelector('.id')?.textContent);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await current()).toBe('people-2');
    await page.keyboard.press('Enter');
    expect(await page.locator('.item[open] .id').allTextContents()).toEqual(['people-2']);
    await page.keyboard.press('/');
    await page.keyboard.type('people-3');
    expect(await shown(page)).toEqual(['people-3']);
    await page.keyboard.press('ArrowDown');
    expect(await current()).toBe('people-3');
    await page.keyboard.press('Escape');
    expect(await shown(page)).toHaveLength(5);
    await page.keyboard.press('2');
    expect(await shown(page)).toEqual(['people-1', 'places-0']);
  });

  it.each(['light', 'dark'] as const)('keeps a contrast of 4.5 to 1 in %s mode, and fits a narrow window', async (colorScheme) => {
    const { page } = await browser.open(renderErrorBrowser(sets), { colorScheme, width: 360 });
    await page.evaluate(() => {
      for (const item of document.querySelectorAll('details')) item.open = true;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await page.evaluate(lowestContrast)).toBeGreaterThanOrEqual(4.5);
  });
});
