import { describe, expect, it } from 'vitest';
import { inferDateOrder } from './date-order.js';
import { findDates, readDate } from './find-dates.js';

describe('dates in digits', () => {
  it.each([
    ['2024-12-25', '2024-12-25'],
    ['2024/12/25', '2024-12-25'],
    ['2024.12.25', '2024-12-25'],
    ['20241225', '2024-12-25'],
    ['25/12/2024', '2024-12-25'],
    ['12/25/2024', '2024-12-25'],
    ['25.12.24', '2024-12-25'],
    ['25-12-2024', '2024-12-25'],
    ['25 12 2024', '2024-12-25'],
    ['2024 12 25', '2024-12-25'],
    ['2024年3月5日', '2024-03-05'],
    ['9 de 8 de 1971', '1971-08-09'],
    ['31/12/99', '1999-12-31'],
    ['29.02.2024', '2024-02-29'],
    ['12/2024', '2024-12'],
    ['2024-12', '2024-12'],
    ['25.12.', '--12-25'],
  ])('reads %s as %s', (printed, value) => {
    expect(readDate(printed)).toBe(value);
  });

  it.each(['29.02.2023', '32/12/2024', '1.2.3', '192.168.1.1', '12/13/14/15', '555-1234', 'v1.2.2024x'])('finds no date in %s', (text) => {
    expect(findDates(text)).toEqual([]);
  });
});

describe('order of day and month', () => {
  it.each([
    ['due 03/04/2024, paid 25/12/2023', 'dmy', 'numbers'],
    ['due 03/04/2024, paid 12/25/2023', 'mdy', 'numbers'],
    ['Monday 03/04/2024', 'mdy', 'weekday'],
    ['Wednesday, 03/04/2024', 'dmy', 'weekday'],
    ['On March 5, 2024 and 03/04/2024', 'mdy', 'words'],
    ['Die Rechnung ist vom 03/04/2024', 'dmy', 'language'],
    ['the total of £5 was due on 03/04/2024', 'dmy', 'language'],
    ['the total was due on 03/04/2024', 'mdy', 'default'],
    ['03/04/2024', 'dmy', 'default'],
  ])('is inferred in: %s', (text, order, evidence) => {
    expect(inferDateOrder(text)).toEqual({ order, evidence });
  });

  it('is what the caller says', () => {
    expect(readDate('03/04/2024', { dateOrder: 'mdy' })).toBe('2024-03-04');
    expect(readDate('03/04/05', { dateOrder: 'ymd' })).toBe('2003-04-05');
  });

  it('keeps the other order as an alternative', () => {
    expect(findDates('03/04/2024')[0]?.alternatives).toEqual(['2024-03-04']);
    expect(findDates('25/12/2024')[0]?.alternatives).toEqual([]);
  });
});

describe('dates in words', () => {
  it.each([
    ['5 March 2024', '2024-03-05'],
    ['March 5th, 2024', '2024-03-05'],
    ['Mar. 5, 2024', '2024-03-05'],
    ['5-Mar-24', '2024-03-05'],
    ['01JAN2024', '2024-01-01'],
    ['2024 March 5', '2024-03-05'],
    ['2024/05/Mar', '2024-03-05'],
    ['the first of May 2020', '2020-05-01'],
    ['the twenty-third of June, nineteen ninety-nine', '1999-06-23'],
    ['am 3. März 2021', '2021-03-03'],
    ['den ersten Mai zweitausendzehn', '2010-05-01'],
    ['15. Jänner 2021', '2021-01-15'],
    ['le 1er mai 2020', '2020-05-01'],
    ['6 févr. 2020', '2020-02-06'],
    ['el primero de enero de 2020', '2020-01-01'],
    ['3 de setiembre del 2019', '2019-09-03'],
    ['1° gennaio 2024', '2024-01-01'],
    ['il primo maggio 2020', '2020-05-01'],
    ['1º de março de 2024', '2024-03-01'],
    ['15 augustus 2020', '2020-08-15'],
    ['March 2024', '2024-03'],
    ["March '24", '2024-03'],
    ['the 3rd of April', '--04-03'],
    ['5 March at 10:30', '--03-05'],
  ])('reads %s as %s', (printed, value) => {
    expect(readDate(printed)).toBe(value);
  });

  it('is not misled by months that are other words', () => {
    expect(findDates('Room 12, block 4 may be closed')).toEqual([]);
    expect(findDates('they march 3 miles')).toEqual([]);
  });

  it('takes the whole date on the right where a number stands on both sides', () => {
    expect(findDates('Chapter 5, March 12, 2024').map((reading) => reading.value)).toEqual(['2024-03-12']);
  });
});

describe('relative dates', () => {
  // a Saturday
  const referenceDate = '2024-06-15';

  it.each([
    ['today', '2024-06-15'],
    ['tomorrow', '2024-06-16'],
    ['the day after tomorrow', '2024-06-17'],
    ['in three days', '2024-06-18'],
    ['2 weeks ago', '2024-06-01'],
    ['next Friday', '2024-06-21'],
    ['last Monday', '2024-06-03'],
    ['übermorgen', '2024-06-17'],
    ['vor zwei Wochen', '2024-06-01'],
    ['après-demain', '2024-06-17'],
    ["aujourd'hui", '2024-06-15'],
    ['il y a 3 jours', '2024-06-12'],
    ['lundi prochain', '2024-06-17'],
    ['pasado mañana', '2024-06-17'],
    ['hace 3 días', '2024-06-12'],
    ['dopodomani', '2024-06-17'],
    ['tre giorni fa', '2024-06-12'],
    ['depois de amanhã', '2024-06-17'],
    ['overmorgen', '2024-06-17'],
    ['3 dagen geleden', '2024-06-12'],
    ['5 March', '2024-03-05'],
    ['20 November', '2024-11-20'],
  ])('reads %s as %s', (printed, value) => {
    expect(readDate(printed, { referenceDate })).toBe(value);
  });

  it('are not read without a reference date', () => {
    for (const text of ['tomorrow', 'übermorgen', 'next Friday', 'in 3 days']) expect(findDates(text), text).toEqual([]);
  });

  it('does not take mornings for tomorrow', () => {
    expect(findDates('por la mañana', { referenceDate })).toEqual([]);
    expect(findDates('Guten Morgen', { referenceDate })).toEqual([]);
  });

  it('a weekday before a date is no date of its own', () => {
    expect(findDates('Thursday, 13 June 2024', { referenceDate }).map((reading) => reading.value)).toEqual(['2024-06-13']);
  });

  it('a reference date that is none reads like no reference date', () => {
    expect(findDates('tomorrow', { referenceDate: '2024-02-31' })).toEqual([]);
  });
});
