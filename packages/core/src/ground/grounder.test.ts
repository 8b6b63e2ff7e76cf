import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGrounder, groundValue } from './grounder.js';
import type { Leaf } from './types.js';

const number = { type: 'number' };
const date = { type: 'string', format: 'date' };
const time = { type: 'string', format: 'time' };
const dateTime = { type: 'string', format: 'date-time' };

const printedOf = (text: string, leaf: Leaf) => groundValue(text, leaf)?.printed;

describe('where a value stands', () => {
  const invoice =
    'Invoice No. 7 😀 Date: 04.03.2024 (paid 25.12.2023)\r\nSubtotal: 1.234,56 €\r\nVAT 19 %: 234,57 €\r\nTotal: 1.469,13 €\r\n' +
    'Express delivery: yes, by half past two pm. Status: In progress. Smoker: no';
  const grounder = createGrounder(invoice);

  it.each<[string, Leaf, string]>([
    ['a number', { value: 1469.13, schema: number }, '1.469,13'],
    ['a share printed as percent', { value: 0.19, schema: number }, '19'],
    ['a date', { value: '2024-03-04', schema: date }, '04.03.2024'],
    ['a time', { value: '14:30:00', schema: time }, 'half past two pm'],
    ['an option', { value: 'IN_PROGRESS', schema: { enum: ['IN_PROGRESS', 'DONE'] } }, 'In progress'],
    ['a yes behind its label', { value: true, schema: { type: 'boolean' }, key: 'expressDelivery' }, 'yes'],
    ['a no behind its label', { value: false, schema: { type: 'boolean' }, key: 'isSmoker' }, 'no'],
  ])('%s', (_, leaf, printed) => {
    const grounded = grounder.ground(leaf);
    expect(grounded).toMatchObject({ printed, value: leaf.value, agrees: true });
    expect(invoice.slice(grounded?.start, grounded?.end)).toBe(printed);
  });

  it.each<[string, Leaf]>([
    ['a number that is not there', { value: 98765, schema: number }],
    ['a date that is not there', { value: '2020-01-01', schema: date }],
    ['an answer without a label', { value: false, schema: { type: 'boolean' }, key: 'member' }],
    ['a judgement', { value: 'positive', schema: { enum: ['positive', 'negative'] } }],
    ['null', { value: null, schema: number }],
  ])('nowhere for %s', (_, leaf) => {
    expect(grounder.ground(leaf)).toBeUndefined();
  });

  it('prefers the place behind a label with the words of the key', () => {
    const text = 'Rooms: 3, adults: 2, bedCount: 3\nBeds 3';
    expect(groundValue(text, { value: 3, schema: number, key: 'bed_count' })?.start).toBe(text.indexOf('3', 25));
    expect(groundValue(text, { value: 3, schema: number, key: 'rooms' })?.start).toBe(7);
  });

  it('prefers the place nearest to the values of the same record', () => {
    const text = 'Anna paid 5 euros on Monday.\nBob paid 5 euros on Friday.';
    const bob = text.indexOf('Bob');
    expect(groundValue(text, { value: 5, schema: number, anchors: [bob] })?.start).toBe(text.lastIndexOf('5'));
    expect(groundValue(text, { value: 5, schema: number, anchors: [0] })?.start).toBe(text.indexOf('5'));
    expect(groundValue(text, { value: 5, schema: number })?.start).toBe(text.indexOf('5'));
  });

  it('finds dates of which the year is not printed, or only half of it', () => {
    expect(printedOf('born on 5 March', { value: '1990-03-05', schema: date })).toBe('5 March');
    expect(printedOf('born on 5.3.45', { value: '1945-03-05', schema: date })).toBe('5.3.45');
    expect(printedOf('since March 2020', { value: '2020-03-01', schema: date })).toBe('March 2020');
  });

  it('takes strings that look like dates for dates where the schema gives no format', () => {
    expect(printedOf('on 12 March 2024', { value: '2024-03-12', schema: { type: 'string' } })).toBe('12 March 2024');
  });

  it('finds date-times, and their date alone', () => {
    expect(printedOf('on 5 March 2024 at 2 pm', { value: '2024-03-05T14:00:00Z', schema: dateTime })).toBe('5 March 2024 at 2 pm');
    expect(printedOf('on 5 March 2024', { value: '2024-03-05T00:00:00Z', schema: dateTime })).toBe('5 March 2024');
  });

  it('takes words only at word borders, and codes only in their case', () => {
    expect(printedOf('a redone thing, done', { value: 'Done', schema: {} })).toBe('done');
    expect(printedOf('an m, an M', { value: 'M', schema: {} })).toBe('M');
    expect(printedOf('unread', { value: 'read', schema: {} })).toBeUndefined();
    expect(printedOf('write to a.b@c.org.', { value: 'a.b@c.org', schema: { format: 'email' } })).toBe('a.b@c.org');
  });
});

describe('the printed form wins', () => {
  it.each<[string, string, Leaf, string | number]>([
    ['a moved decimal mark', 'Total 1.234,56 €', { value: 1.23456, schema: number }, 1234.56],
    ['a lost decimal mark', 'Total 1.234,56 €', { value: 123456, schema: number }, 1234.56],
    ['thousands read as decimals', 'Zahl: 1.234 und 2,50', { value: 1.234, schema: number }, 1234],
    ['day and month against the order of the text', '25/12/2023 and 03/04/2024', { value: '2024-03-04', schema: date }, '2024-04-03'],
    ['a lost pm', 'at 2:30 pm', { value: '02:30:00', schema: time }, '14:30:00'],
    [
      'a swapped day in a date-time',
      '25/12/2023, 03/04/2024 10:00',
      { value: '2024-03-04T10:00:00Z', schema: dateTime },
      '2024-04-03T10:00:00Z',
    ],
  ])('over %s', (_, text, leaf, value) => {
    expect(groundValue(text, leaf)).toMatchObject({ value, agrees: false });
  });

  it.each<[string, string, Leaf]>([
    ['nothing proves the order of day and month', 'on 03/04/2024', { value: '2024-03-04', schema: date }],
    ['nothing proves the decimal mark', '1.234', { value: 1234, schema: number }],
    ['the text does not say morning or afternoon', 'at 7:30', { value: '19:30:00', schema: time }],
    ['the sign alone differs', 'a discount of -5.00', { value: 5, schema: number }],
  ])('but not where %s', (_, text, leaf) => {
    expect(groundValue(text, leaf)).toMatchObject({ value: leaf.value, agrees: true });
  });

  it.each<[string, string, Leaf]>([
    ['two numerals with these digits say different things', '1.234,56 and 12.345,6 €', { value: 123456, schema: number }],
    ['there are too few digits', '1,2 €', { value: 12, schema: number }],
    ['a scale word explains the difference', '1.25 million', { value: 125, schema: number }],
    ['the schema would not take the printed value', '1.234,56', { value: 123456, schema: { type: 'integer' } }],
  ])('and not where %s', (_, text, leaf) => {
    expect(groundValue(text, leaf)).toBeUndefined();
  });
});

describe('the span equation', () => {
  const pieces = [
    '1.234,56',
    '12',
    '03/04/2024',
    '5 March',
    'two',
    'half past seven',
    'yes',
    'Status',
    ':',
    '😀',
    'e\u0301',
    '\r\n',
    '\u00a0',
    'In progress',
    '5 %',
  ];

  it('holds for any text and leaf', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...pieces, ' ', ' '), { maxLength: 20 }),
        fc.constantFrom<Leaf>(
          { value: 1234.56, schema: number },
          { value: 123456, schema: number },
          { value: 2, schema: number, key: 'status', anchors: [3] },
          { value: '2024-03-04', schema: date },
          { value: '19:30:00', schema: time },
          { value: '2024-03-04T19:30:00Z', schema: dateTime },
          { value: 'in_progress', schema: {} },
          { value: true, schema: {}, key: 'status' },
        ),
        (parts, leaf) => {
          const text = parts.join('');
          const grounded = groundValue(text, leaf);
          if (grounded === undefined) return;
          expect(text.slice(grounded.start, grounded.end)).toBe(grounded.printed);
          expect(grounded.printed).not.toBe('');
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
