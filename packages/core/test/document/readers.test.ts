import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type MaazaDocument, readDocument } from '../../src/entries/document.js';
import { readExpected, readFixture, samples } from './samples.js';
import { wordAccuracy } from './word-accuracy.js';

/** Recognition takes seconds an image where the machine is busy. */
const RECOGNITION_MS = 240_000;

const read = (file: string, options: Parameters<typeof readDocument>[1] = {}) =>
  readDocument(readFixture(file), { isolation: 'none', ...options });

/** Words with their places in points, as poppler's `pdftotext -bbox` gives them. */
function poppler(name: string) {
  const page = readFileSync(new URL(`expected/${name}.words.xml`, import.meta.url), 'utf8');
  return [...page.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<\/word>/g)].map(
    ([, xMin, yMin, xMax, yMax, word]) => ({
      word: word!.replaceAll('&amp;', '&'),
      left: Number(xMin),
      right: Number(xMax),
      middle: (Number(yMin) + Number(yMax)) / 2,
    }),
  );
}

/** What every document promises, whatever its kind. */
function expectSoundPlaces({ text, pages, map }: MaazaDocument): void {
  for (const [index, page] of pages.entries()) {
    expect(page.number).toBe(index + 1);
    expect(page.start).toBeGreaterThanOrEqual(pages[index - 1]?.end ?? 0);
    expect(page.end).toBeLessThanOrEqual(text.length);
    for (const place of map.find(page.start, page.end)) {
      expect(place.page).toBe(page.number);
      if (!page.size) expect(place.box).toBeUndefined();
      else {
        const { x, y, width, height } = place.box!;
        const slack = page.size.unit === 'px' ? 0.02 * page.size.width : 1e-3 * page.size.width;
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(-slack);
        expect(x + width).toBeLessThanOrEqual(page.size.width + slack);
        expect(y + height).toBeLessThanOrEqual(page.size.height + slack);
      }
    }
  }
}

describe('files that other programs made', () => {
  it.each(samples)('$file ($madeBy)', { timeout: RECOGNITION_MS }, async ({ file, type, expected, leastAccuracy }) => {
    const document = await read(file);
    expect(document.type).toBe(type);
    const accuracy = wordAccuracy(readExpected(expected), document.text);
    expect(accuracy, document.text).toBeGreaterThanOrEqual(leastAccuracy);
    expectSoundPlaces(document);
  });
});

describe('the map', () => {
  /** The box of a stretch of text, in the middle of its page as a share of its size. */
  function middleOf(document: MaazaDocument, words: string) {
    const start = document.text.indexOf(words);
    expect(start).toBeGreaterThanOrEqual(0);
    const [place] = document.map.find(start, start + words.length);
    const { width, height } = document.pages[place!.page - 1]!.size!;
    const box = place!.box!;
    return { x: (box.x + box.width / 2) / width, y: (box.y + box.height / 2) / height };
  }

  it('leads to the place on the page, which is known from an image of the same page', { timeout: RECOGNITION_MS }, async () => {
    const [printed, scanned] = [await read('letter-libreoffice.pdf'), await read('letter-tilt.png')];
    for (const words of ['Kestrel Insurance', 'Declan Byrne', '3,480.00', 'number 558213']) {
      const [there, here] = [middleOf(printed, words), middleOf(scanned, words)];
      // Tilting makes the image a little larger, and moves what is far from its middle.
      expect(Math.abs(there.x - here.x)).toBeLessThan(0.03);
      expect(Math.abs(there.y - here.y)).toBeLessThan(0.03);
    }
  });

  it('measures turned pages as they are shown', async () => {
    const [upright, turned] = [await read('letter-libreoffice.pdf'), await read('letter-turned.pdf')];
    for (const words of ['Kestrel Insurance', '3,480.00', 'number 558213']) {
      const [there, here] = [middleOf(upright, words), middleOf(turned, words)];
      // A quarter turn to the right: down becomes left, right becomes down.
      expect(here.x).toBeCloseTo(1 - there.y, 3);
      expect(here.y).toBeCloseTo(there.x, 3);
    }
  });

  it.each(['invoice-chromium', 'letter-libreoffice'])(
    'places words of %s.pdf where poppler does, which knows the letters of the font',
    async (name) => {
      const { text, map } = await read(`${name}.pdf`);
      const distances = poppler(name).flatMap(({ word, left, right, middle }) => {
        const places = occurrencesOf(word, text).map((at) => map.find(at, at + word.length)[0]!.box!);
        const onLine = places.filter(({ y, height }) => Math.abs(y + height / 2 - middle) < 3);
        return onLine.length === 0
          ? []
          : [Math.min(...onLine.map(({ x, width }) => Math.max(Math.abs(x - left), Math.abs(x + width - right))))];
      });
      expect(distances.length).toBeGreaterThan(75);
      distances.sort((a, b) => a - b);
      // Points, of letters that are 9 to 11 points high. With letters of one width it would be 7, and 11 at most.
      expect(distances[Math.floor(0.9 * distances.length)]).toBeLessThan(3);
      expect(distances.at(-1)).toBeLessThan(6);
    },
  );

  function occurrencesOf(word: string, text: string): readonly number[] {
    const found: number[] = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found.push(at);
    return found;
  }

  it('leads to cells of sheets', async () => {
    const { text, map, pages } = await read('orders-libreoffice.xlsx');
    const at = text.indexOf('Mika');
    expect(map.find(at, at + 'Mika Häkkinen'.length)).toEqual([{ page: 1, box: { x: 1, y: 2, width: 1, height: 1 } }]);
    expect(map.at(text.indexOf('courier'))).toEqual({ page: 2, box: { x: 0, y: 0, width: 1, height: 1 } });
    expect(pages.map(({ name, size }) => [name, size?.unit])).toEqual([
      ['Orders', 'cell'],
      ['Notes', 'cell'],
    ]);
  });

  it('knows the page alone where a kind has no boxes', async () => {
    const { text, map, pages } = await read('letter-libreoffice.docx');
    expect(pages).toEqual([{ number: 1, start: 0, end: text.length, isRecognised: false }]);
    expect(map.find(3, 8)).toEqual([{ page: 1 }]);
    expect(map.at(text.length)).toBeUndefined();
  });
});

describe('PDF', () => {
  it('puts values of form fields where they stand', async () => {
    const { text, pages, map } = await read('form-libreoffice.pdf', { recognise: 'never' });
    expect(text).toContain('Full name: Amira Haddad\n');
    expect(text).toContain('Course: Bookbinding\n');
    expect(text).toContain('[ ] Send me the newsletter');
    const at = text.indexOf('Amira');
    expect(map.at(at)?.page).toBe(2);
    expect(pages).toHaveLength(2);
  });

  it('keeps blocks beside each other apart, and rows of a table together', async () => {
    const { text } = await read('invoice-chromium.pdf');
    expect(text).toContain('Möller & Søn GmbH\nLindenstraße 14\n10969 Berlin\n');
    expect(text).toContain('Oak shelf, 80 cm  2  149.50 €  299.00 €\n');
  });

  it('recognises the image of a page that has text where that is asked for', { timeout: RECOGNITION_MS }, async () => {
    const document = await read('invoice-chromium.pdf', { recognise: 'always' });
    expect(document.pages[0]).toMatchObject({ isRecognised: true, size: { unit: 'pt' } });
    expect(document.pages[0]!.confidence).toBeGreaterThan(0.8);
    expect(document.text).toContain('INV-2024-0117');
  });

  it('leaves a scanned page empty where recognition is off', async () => {
    expect((await read('letter-scanned.pdf', { recognise: 'never' })).text).toBe('');
  });
});

describe('text in older encodings', () => {
  it.each([
    ['german-windows-1252.txt', 'Käufer: Jürgen Groß, Straße 5'],
    ['russian-koi8-r.txt', 'Анна Петрова'],
    ['russian-windows-1251.txt', 'Анна Петрова'],
    ['japanese-shift-jis.txt', '山田花子'],
    ['chinese-gb18030.txt', '客户张伟'],
    ['french-utf-16le-without-bom.txt', 'Commande n° 8841 de Zoé, 30 €'],
    ['french-utf-32.txt', 'Commande n° 8841 de Zoé, 30 €'],
  ])('%s', async (file, words) => {
    const { type, text } = await read(file);
    expect(type).toBe('text');
    expect(text).toContain(words);
    expect(text).not.toContain('\ufffd');
  });
});

describe('mail', () => {
  it('gives its attachments as documents of their own, mails among them', async () => {
    const { attachments } = await read('mail-python.eml');
    expect(attachments.map(({ name, document }) => [name, document?.type])).toEqual([
      ['Brief für Zoë.docx', 'docx'],
      ['part 2', 'eml'],
    ]);
    expect(attachments[0]!.document!.text).toContain('Policy KX-4471902');
    expect(attachments[1]!.document!.text).toContain('From: Jonas Weiß <jonas@weiss.example>');
  });

  it('keeps attachments as bytes where that is asked for', async () => {
    const { attachments } = await read('mail-python.eml', { attachments: 'bytes' });
    expect(attachments.map(({ name, mediaType, ...rest }) => [name, Object.keys(rest)])).toEqual([
      ['Brief für Zoë.docx', ['bytes']],
      ['part 2', ['bytes']],
    ]);
    expect(Buffer.from(attachments[0]!.bytes!).equals(Buffer.from(readFixture('letter-libreoffice.docx')))).toBe(true);
  });

  it('goes on where an attachment cannot be read, and says why', async () => {
    const pdf = Buffer.from(readFixture('letter-encrypted.pdf')).toString('base64');
    const mail = [
      'From: a@b.example\r\nMIME-Version: 1.0\r\nSubject: Invoice\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n',
      '--x\r\nContent-Type: text/html\r\n\r\n<table><tr><td>Total</td><td>40 EUR</td></tr></table>\r\n',
      `--x\r\nContent-Type: application/pdf; name=secret.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${pdf}\r\n--x--\r\n`,
    ].join('');
    const { type, text, attachments } = await readDocument(Buffer.from(mail), { isolation: 'none' });
    expect(type).toBe('eml');
    expect(text).toMatch(/^From: a@b\.example\nSubject: Invoice\n\n.*Total.*40 EUR/s);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]).toMatchObject({ name: 'secret.pdf', error: { code: 'unreadable_document', details: { reason: 'encrypted' } } });
  });
});

describe('web pages', () => {
  const page = (body: string) =>
    Buffer.from(`<!doctype html><html><head><title>Shop</title><style>p{}</style></head><body>${body}</body></html>`);
  const paragraph =
    '<p>The committee met on Tuesday and talked at length about the bridge, its cost, its colour, and who would pay for either.</p>';
  const article = `<nav><a href="/">Home</a> <a href="/login">Log in</a></nav><article><h1>The bridge</h1>${paragraph.repeat(8)}</article>`;

  it('keeps an article and leaves out what is around it', async () => {
    const { text } = await readDocument(page(article), { isolation: 'none' });
    expect(text).toContain('The committee met on Tuesday');
    expect(text).not.toContain('Log in');
  });

  it('keeps all of it in raw mode', async () => {
    const { text } = await readDocument(page(article), { isolation: 'none', html: 'raw' });
    expect(text).toContain('Log in');
  });

  it('keeps values of forms and cells of tables, and copies them letter for letter', async () => {
    const body = `
      <form><label>Name <input name="n" value="Ada *Star* Lovelace"></label><input type="hidden" value="token"><input type="password" value="pw">
      <label><input type="checkbox" checked> Express</label> <select><option>red<option selected>blue_green</select><textarea>Ring twice</textarea></form>
      <table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea_pot [2]</td><td>12.50</td></tr></table>`;
    const { text } = await readDocument(page(body), { isolation: 'none' });
    for (const words of ['Name Ada *Star* Lovelace', '[x] Express', 'blue_green', 'Ring twice', '| Tea_pot [2] | 12.50 |'])
      expect(text).toContain(words);
    for (const words of ['token', 'pw', 'red', 'p{}']) expect(text).not.toContain(words);
  });

  it('lose marks of emphasis, not words', async () => {
    const body = '<p>Total: <b>12.50 EUR</b>, <em>due</em> <strong>3 <i>May</i></strong>, <s>15.00</s>, order<b>_no</b>*</p>';
    const { text } = await readDocument(page(body), { isolation: 'none' });
    expect(text).toBe('# Shop\n\nTotal: 12.50 EUR, due 3 May, 15.00, order_no*');
  });

  it('are decoded as they declare', async () => {
    const html = Buffer.from('<!doctype html><meta charset="iso-8859-2"><p>Objednávka: Dvořák, Plzeň, 300 Kč</p>', 'utf8').toString('utf8');
    const latin2: Record<string, number> = { á: 0xe1, ř: 0xf8, ň: 0xf2, č: 0xe8 };
    const bytes = Uint8Array.from([...html], (letter) => latin2[letter] ?? letter.charCodeAt(0));
    expect((await readDocument(bytes, { isolation: 'none' })).text).toContain('Objednávka: Dvořák, Plzeň, 300 Kč');
  });
});

describe('kinds that are text already', () => {
  it.each([
    ['json', '{"total": 12.5, "items": []}'],
    ['csv', 'order;total\nA-1;12,50\nA-2;7,00\n'],
    ['markdown', '# Order\n\n- tea\n- milk\n'],
    ['text', 'Order #1 by John, 12 EUR'],
    ['text', ''],
  ])('%s is left as it is', async (type, text) => {
    const document = await readDocument(new TextEncoder().encode(text));
    expect(document).toMatchObject({ type, text, attachments: [] });
    expect(document.pages).toMatchObject([{ number: 1, start: 0, end: text.length }]);
  });
});
