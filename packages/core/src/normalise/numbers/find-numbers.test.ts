import { describe, expect, it } from 'vitest';
import { findNumbers, readNumber } from './find-numbers.js';

const whole = (text: string) => findNumbers(text).filter((reading) => !reading.isFragment);

describe('numbers in digits', () => {
  it.each([
    ['1,234.56', 1234.56],
    ['1.234,56', 1234.56],
    ['1 234,56', 1234.56],
    ['1\u00a0234,56', 1234.56],
    ['1\u202f234\u202f567,8', 1234567.8],
    ["1'234.56", 1234.56],
    ['1’234’567', 1234567],
    ['12,34,567.50', 1234567.5],
    ['1.234.567', 1234567],
    ['0.125', 0.125],
    ['1234.567', 1234.567],
    ['.5', 0.5],
    ['1e6', 1000000],
    ['2.5e-3', 0.0025],
    ['12½', 12.5],
    ['¾', 0.75],
    ['1 1/2', 1.5],
    ['3/4', 0.75],
    ['-5', -5],
    ['−5.25', -5.25],
    ['(12.50)', -12.5],
    ['12.50-', -12.5],
    ['($1,200)', -1200],
    ['-$5', -5],
    ['$-5', -5],
    ['3k', 3000],
    ['1.2 million', 1200000],
    ['2 hundred thousand', 200000],
    ['4,5 Mio. €', 4500000],
    ['３４５', 345],
  ])('reads %s as %d', (printed, value) => {
    expect(readNumber(printed)).toBe(value);
  });

  it('keeps footnotes and list bullets positive', () => {
    expect(whole('see (12)')[0]?.value).toBe(12);
    expect(whole('- 5 eggs')[0]?.value).toBe(5);
    expect(whole('pages 10-20').map((reading) => reading.value)).toEqual([10, 20]);
  });

  it('resolves 1.234 by the other numbers of the text, and keeps the other reading', () => {
    const [first] = whole('1.234 and 12,50');
    expect(first).toMatchObject({ value: 1234, alternatives: [1.234] });
    expect(whole('1.234 and 12.50')[0]).toMatchObject({ value: 1.234, alternatives: [1234] });
    expect(whole('Der Ort ist klein und hat 1.234 Einwohner')[0]?.value).toBe(1234);
    expect(readNumber('1.234', { decimalMark: ',' })).toBe(1234);
  });

  it('marks digits inside codes, dates and times as fragments', () => {
    for (const text of ['A12', '192.168.0.1', '12/05/2024', '14:30']) expect(whole(text), text).toEqual([]);
    expect(findNumbers('192.168.0.1').map((reading) => reading.value)).toEqual([192, 168, 0, 1]);
  });

  it('keeps "15 sur 20" two numbers, with the quotient beside them', () => {
    expect(findNumbers('15 sur 20').map(({ value, isFragment }) => [value, isFragment])).toEqual([
      [15, false],
      [0.75, true],
      [20, false],
    ]);
  });

  it('keeps the columns of a table possible beside a spaced number', () => {
    const readings = findNumbers('12 345');
    expect(readings[0]).toMatchObject({ value: 12345, isFragment: false });
    expect(readings.slice(1).map((reading) => reading.value)).toEqual([12, 345]);
  });
});

describe('what stands beside a number', () => {
  it.each([
    ['12,50 €', 12.5, 'EUR'],
    ['EUR 12.50', 12.5, 'EUR'],
    ['CHF 1’200.–', 1200, 'CHF'],
    ['US$5m', 5000000, 'USD'],
    ['R$ 5 mi', 5000000, 'BRL'],
    ['Rs. 500', 500, 'INR'],
    ['100元', 100, 'CNY'],
    ['48 milliards de $', 48e9, 'USD'],
    ["trois millions d'euros", 3e6, 'EUR'],
    ['25 Canadian dollars', 25, 'CAD'],
    ['5 dollars and 20 cents', 5.2, 'USD'],
    ['3 kuai 5 mao', 3.5, 'CNY'],
    ['3块5毛', 3.5, 'CNY'],
    ['15 euros 50', 15.5, 'EUR'],
    ['15 euros 50 pour le menu', 15.5, 'EUR'],
  ])('reads the money in %s', (text, value, currency) => {
    expect(whole(text)).toMatchObject([{ value, currency, kind: 'money' }]);
  });

  it.each([
    ['20 %', 20],
    ['5 percent', 5],
    ['20 Prozent', 20],
    ['cinq pour cent', 5],
    ['20 por ciento', 20],
    ['vinte por cento', 20],
    ['dieci per cento', 10],
    ['vijftig procent', 50],
  ])('reads the percentage in %s', (text, value) => {
    expect(whole(text)).toMatchObject([{ value, kind: 'percent' }]);
  });

  it.each([
    ['5 km', 5, 'km'],
    ['-5 °C', -5, '°C'],
    ['a 5-mile run', 5, 'mi'],
    ['drei Stunden', 3, 'h'],
    ['cinco pies', 5, 'ft'],
    ['deux kilos', 2, 'kg'],
  ])('reads the quantity in %s', (text, value, unit) => {
    expect(whole(text)).toMatchObject([{ value, unit, kind: 'quantity' }]);
  });

  it('leaves the unit out of the span and keeps sign and scale in it', () => {
    expect(whole('about $1.2 million today')[0]?.printed).toBe('1.2 million');
    expect(whole('now -$5.20')[0]?.printed).toBe('-$5.20');
  });

  it('does not add people to a price', () => {
    expect(whole('15 euros 50 personnes')[0]?.value).toBe(15);
    expect(whole('5 dollars 20 of them')[0]?.value).toBe(5);
  });

  it('does not take words for currencies', () => {
    expect(whole('TOP 5 all')[0]?.kind).not.toBe('quantity');
    expect(whole('5 all')[0]?.kind).toBe('number');
  });
});
