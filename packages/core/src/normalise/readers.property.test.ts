import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBooleans, findDates, findDateTimes, findNumbers, findTimes, inferDateOrder } from './index.js';

/** Words and marks that the readers know, and characters that are hard on offsets. */
const pieces =
  `1 12 345 2024 0 07 31 1.234 1.234,56 12,5 ½ % $ € US$ - − + ( ) / : . , ; ' ’ ° º [x] [ ] ☑ one two twenty hundred thousand million and
  a half third point minus k zwei einundzwanzig zweieinhalb und halb Uhr Mio. vingt quatre cent et demi virgule pour heures dos mil y medio
  cuarto las la venti mille e mezza alle três meia avos sobre over een en driekwart uur half past quarter to of March mai 5. März 1er de
  enero Friday next last prochain in ago days Tagen il y vor tomorrow am pm p.m. noon morgen mañana aujourd' hui yes no ja T Z th st`
    .split(/\s+/)
    .concat(['😀', 'e\u0301', '\u0301', '年', '元', '\u00a0', '\u202f', '\r\n', '\n', '\t', ' ', '\ud83d', 'ß', 'İ', '٫', '\u200d']);

const texts = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom('', ' ', ' ', ' ', '\u00a0', '-')), { maxLength: 24 })
      .map((all) => all.flat().join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
);

const readers = {
  findNumbers,
  findDates: (text: string) => findDates(text, { referenceDate: '2024-02-29' }),
  findTimes,
  findDateTimes,
  findBooleans,
};

describe('all readers, on any text', () => {
  it.each(Object.entries(readers))('%s: each span is where its print stands', (_, find) => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { printed, start, end } of find(text)) {
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).toBe(printed);
          expect(printed).toBe(printed.trim());
          // A span never cuts a surrogate pair.
          expect(/^[\udc00-\udfff]/.test(printed) && /[\ud800-\udbff]$/.test(text.slice(0, start))).toBe(false);
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it('numbers are finite, dates and times have their shape', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const { value } of findNumbers(text)) expect(Number.isFinite(value)).toBe(true);
        for (const { value } of readers.findDates(text)) expect(value).toMatch(/^(?:\d{4}(?:-\d\d(?:-\d\d)?)?|--\d\d-\d\d)$/);
        for (const { value } of findTimes(text)) expect(value).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d:[0-6]\d(?:\.\d+)?$/);
        expect(['dmy', 'mdy', 'ymd']).toContain(inferDateOrder(text).order);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('growth', () => {
  const hostile = [
    '1 ',
    '123 ',
    '1.234,',
    '12/12/',
    '12/12/2024 ',
    'one ',
    'hundred and ',
    'zweihundert',
    'twenty-',
    '(',
    '-',
    'march ',
    '5 march ',
  ].concat([
    '12:',
    'quatre vingt ',
    '1/2 ',
    'half past ',
    '5 dollars and ',
    '2 over ',
    'een en ',
    'il y a ',
    'three days ',
    'million and a ',
    'a',
    'e\u0301',
  ]);
  const timeOf = (text: string) => {
    const start = performance.now();
    for (const find of Object.values(readers)) find(text);
    return performance.now() - start;
  };

  it('is linear on repeated pieces: four times the text takes far less than sixteen times as long', () => {
    for (const piece of hostile) {
      const [short, long] = [5_000, 20_000].map((size) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)) as [string, string];
      timeOf(short);
      let growth = Number.POSITIVE_INFINITY;
      // Other work on the machine must not fail the test: one quiet run of three is proof.
      for (let run = 0; run < 3 && growth >= 10; run++) growth = timeOf(long) / (timeOf(short) + 5);
      expect(growth, JSON.stringify(piece)).toBeLessThan(10);
    }
  });
});
