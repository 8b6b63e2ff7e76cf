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
    ['a lost scale', 'about 4,5 Mio. Euro', { value: 4.5, schema: number }, 4_500_000],
    ['another scale', 'half of 48 milliards de dollars', { value: 48_000_000, schema: number }, 48_000_000_000],
    ['a digit too few', 'ref 7, 128451 units', { value: 12851, schema: number }, 128_451],
    ['two digits swapped', 'No 7 of 128450', { value: 124850, schema: number }, 128450],
    ['a wrong month, where two thirds of a date agree', 'from 3 May 2024 on', { value: '2024-06-03', schema: date }, '2024-05-03'],
    ['another year than the two digits say', 'on 5.3.24', { value: '2023-03-05', schema: date }, '2024-03-05'],
    [
      'the only date, for the only date asked for',
      'due 3 May 2024',
      { value: '2023-01-01', schema: date, isOnlyOfKind: true },
      '2024-05-03',
    ],
    ['the only time, for the only time asked for', 'at half past seven pm', { value: '15:00', schema: time, isOnlyOfKind: true }, '19:30'],
    ['a wrong hour', 'at 7:45 pm', { value: '17:45', schema: time }, '19:45'],
    ['a time beside a date', '3 May 2024\nstart: 7:45 pm', { value: '2024-05-03T17:45:00', schema: dateTime }, '2024-05-03T19:45:00'],
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
    ['three zeros behind the mark are thousands', '209.000,00 SEK, 29,000 km', { value: 29_000, schema: number }],
    ['the schema asks for millions', '1.25 million', { value: 1.25, schema: { ...number, description: 'in millions of euros' } }],
    ['it is the same in another unit', 'takes 2 hours', { value: 120, schema: number }],
    ['the sign alone differs', 'a discount of -5.00', { value: 5, schema: number }],
  ])('but not where %s', (_, text, leaf) => {
    expect(groundValue(text, leaf)).toMatchObject({ value: leaf.value, agrees: true });
  });

  it.each<[string, string, Leaf]>([
    ['two numerals with these digits say different things', '1.234,56 and 12.345,6 €', { value: 123456, schema: number }],
    ['there are too few digits', '1,2 €', { value: 12, schema: number }],
    ['a short number differs in one digit', 'in 2018', { value: 2019, schema: number }],
    ['it may be a count', 'calls: 17, 23', { value: 2, schema: number, isOnlyOfKind: true }],
    ['there are two dates it may be', '3 May 2024 to 9 May 2024', { value: '2021-01-01', schema: date, isOnlyOfKind: true }],
    ['another date is asked for too', 'due 3 May 2024', { value: '2023-01-01', schema: date }],
    ['midnight stands for no time', 'at 7:45 pm', { value: '00:00', schema: time, isOnlyOfKind: true }],
    ['the schema would not take the printed value', '1.234,56', { value: 123456, schema: { type: 'integer' } }],
  ])('and not where %s', (_, text, leaf) => {
    expect(groundValue(text, leaf)).toBeUndefined();
  });
});

describe('what is in doubt', () => {
  it.each<[string, string, Leaf, string | undefined]>([
    ['day and month against the habit of the text', 'the meeting is on 03/04/2024', { value: '2024-04-03', schema: date }, 'order'],
    ['day and month as is the habit', 'the meeting is on 03/04/2024', { value: '2024-03-04', schema: date }, undefined],
    ['a year that is not in the text', 'on 5 March', { value: '2024-03-05', schema: date }, 'year'],
    ['a year that stands elsewhere', 'Minutes 2024. On 5 March', { value: '2024-03-05', schema: date }, undefined],
    [
      'a day that only the day of writing tells',
      'let us meet tomorrow',
      { value: '2024-03-05', schema: date, isOnlyOfKind: true },
      'relative',
    ],
    ['a number where any would do, and there are two', '7 of 9', { value: 5, schema: number, key: 'number', isOnlyLeaf: true }, 'several'],
  ])('%s', (_, text, leaf, doubt) => {
    expect(groundValue(text, leaf)?.doubt).toBe(doubt);
  });

  it('is settled by the day of writing', () => {
    const options = { referenceDate: '2024-03-04' };
    const leaf = { value: '2020-01-01', schema: date, isOnlyOfKind: true };
    expect(groundValue('let us meet tomorrow', leaf, options)).toMatchObject({ value: '2024-03-05', agrees: false });
    expect(groundValue('on 5 March', { value: '2024-03-05', schema: date }, options)).toMatchObject({ agrees: true });
    expect(groundValue('on 5 March', { value: '2024-03-05', schema: date }, options)).not.toHaveProperty('doubt');
  });

  it('is settled by the caller', () => {
    const leaf = { value: '2024-03-04', schema: date };
    expect(groundValue('on 03/04/2024', leaf, { dateOrder: 'dmy' })).toMatchObject({ value: '2024-04-03', agrees: false });
  });
});

describe('a null is filled in', () => {
  const amount = { type: ['number', 'null'], description: 'The amount mentioned in the text' };

  it.each<[string, string, Leaf, string | number]>([
    ['the only amount', 'In 2019 they offered $4 million.', { value: null, schema: amount, key: 'value', isOnlyLeaf: true }, 4_000_000],
    ['the only date', 'We met on 3 May 2024, all 5 of us.', { value: null, schema: date, key: 'date', isOnlyLeaf: true }, '2024-05-03'],
    ['the only time', 'We met at 7:45 pm.', { value: null, schema: time, key: 'time', isOnlyLeaf: true }, '19:45'],
  ])('where a schema asks for nothing else: %s', (_, text, leaf, value) => {
    expect(groundValue(text, leaf)).toMatchObject({ value, agrees: false });
  });

  it.each<[string, string, Leaf]>([
    ['the schema asks for more', 'for $4', { value: null, schema: amount, key: 'value' }],
    ['the key names a certain value', 'for $4', { value: null, schema: { type: 'number' }, key: 'deposit', isOnlyLeaf: true }],
    [
      'the description does',
      'on 3 May 2024',
      { value: null, schema: { ...date, description: 'date of delivery' }, key: 'date', isOnlyLeaf: true },
    ],
    ['there is none', 'nothing', { value: null, schema: amount, key: 'value', isOnlyLeaf: true }],
    ['the schema refuses it', 'for $4', { value: null, schema: { ...amount, minimum: 10 }, key: 'value', isOnlyLeaf: true }],
  ])('but not where %s', (_, text, leaf) => {
    expect(groundValue(text, leaf)).toBeUndefined();
  });
});

describe('the only thing asked for', () => {
  it('stays open where the text gives two', () => {
    const leaf = { value: null, schema: { type: 'number' }, key: 'value', isOnlyLeaf: true };
    expect(groundValue('$4 or $5', leaf)?.doubt).toBe('several');
    expect(groundValue('$4, that is 4 dollars', leaf)).toMatchObject({ value: 4 });
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
