import { describe, expect, it } from 'vitest';
import { findBooleans } from '../booleans.js';
import { findDateTimes } from './find-date-times.js';
import { findTimes, readTime } from './find-times.js';

describe('times', () => {
  it.each([
    ['14:30', '14:30:00'],
    ['05:06:07.250', '05:06:07.250'],
    ['2:30 p.m.', '14:30:00'],
    ['12 am', '00:00:00'],
    ['12:15 pm', '12:15:00'],
    ['2 pm', '14:00:00'],
    ['2.30pm', '14:30:00'],
    ['half past seven', '07:30:00'],
    ['a quarter to eight in the evening', '19:45:00'],
    ['ten past six', '06:10:00'],
    ["seven o'clock", '07:00:00'],
    ['noon', '12:00:00'],
    ['midnight', '00:00:00'],
    ['7 Uhr', '07:00:00'],
    ['14 Uhr 30', '14:30:00'],
    ['14.30 Uhr', '14:30:00'],
    ['halb acht', '07:30:00'],
    ['Viertel vor acht', '07:45:00'],
    ['fünf vor halb acht abends', '19:25:00'],
    ['14h30', '14:30:00'],
    ['sept heures et demie', '07:30:00'],
    ['huit heures moins le quart du soir', '19:45:00'],
    ['minuit', '00:00:00'],
    ['a las siete y media', '07:30:00'],
    ['a las 7', '07:00:00'],
    ['las ocho menos diez de la noche', '19:50:00'],
    ['alle sette e mezza', '07:30:00'],
    ['alle 19', '19:00:00'],
    ['às sete e meia da noite', '19:30:00'],
    ['quinze para as oito', '07:45:00'],
    ['kwart over zeven', '07:15:00'],
    ['half acht', '07:30:00'],
    ['tien over half acht', '07:40:00'],
    ['7 uur', '07:00:00'],
  ])('reads %s as %s', (printed, value) => {
    expect(readTime(printed)).toBe(value);
  });

  it.each([
    '10 to 12 people',
    'half an hour',
    'las 7 personas',
    'version 1:2',
    '12:30:45:10',
    '25:10',
    '7 am'.replace('am', 'amps'),
    'ten past',
  ])('finds none in %s', (text) => {
    expect(findTimes(text)).toEqual([]);
  });

  it('says where morning and afternoon are not told apart', () => {
    expect(findTimes('half past seven')[0]?.alternatives).toEqual(['19:30:00']);
    expect(findTimes('7:30 pm')[0]?.alternatives).toEqual([]);
  });
});

describe('date-times', () => {
  it.each([
    ['2024-12-25T10:00:00Z', '2024-12-25T10:00:00Z'],
    ['2024-12-25 10:00:00+02:00', '2024-12-25T10:00:00+02:00'],
    ['20241225T101500Z', '2024-12-25T10:15:00Z'],
    ['5 March 2024 at 2 pm', '2024-03-05T14:00:00'],
    ['um 14 Uhr am 5. März 2024', '2024-03-05T14:00:00'],
    ['le 3 mars 2021 à 14h30', '2021-03-03T14:30:00'],
  ])('reads %s as %s', (text, value) => {
    expect(findDateTimes(text)[0]?.value).toBe(value);
  });

  it('pairs each date with the time behind it', () => {
    expect(findDateTimes('13/6/2024 14:00 to 14/6/2024 15:00').map((reading) => reading.value)).toEqual([
      '2024-06-13T14:00:00',
      '2024-06-14T15:00:00',
    ]);
  });

  it('does not pair across an empty line', () => {
    expect(findDateTimes('5 March 2024\n\n10:30')).toEqual([]);
  });
});

describe('answers', () => {
  it.each([
    ['yes', true],
    ['Nein', false],
    ['oui', true],
    ['Sí', true],
    ['não', false],
    ['Smoker: N', false],
    ['[x]', true],
    ['[ ]', false],
    ['☑', true],
    ['waar', true],
  ])('reads %s as %s', (text, value) => {
    expect(findBooleans(text)).toMatchObject([{ value }]);
  });

  it('does not take a letter in a sentence for an answer', () => {
    expect(findBooleans('Juan y Ana')).toEqual([]);
  });
});
