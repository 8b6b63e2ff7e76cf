import { describe, expect, it } from 'vitest';
import type { JsonSchema, JsonValue } from '../extract/types.js';
import { scoreItem } from './score-item.js';
import { addTallies, emptyTally, fieldF1, inventionRate, isExact, tallyAll, valueF1 } from './tally.js';
import type { Accepted } from './types.js';

const anything: JsonSchema = { type: 'object' };
const score = (expected: JsonValue, given: JsonValue | undefined, accept?: Record<string, Accepted>, schema = anything) =>
  tallyAll(scoreItem({ expected, schema, accept }, given));

describe('scoreItem', () => {
  it('counts strings as equal when only white space differs, and not when case does', () => {
    expect(score({ a: 'No. 2,\n Main Street ' }, { a: ' No. 2, Main Street' })).toEqual({ ...emptyTally, valueHits: 1 });
    expect(score({ a: 'LA' }, { a: 'la' })).toEqual({ ...emptyTally, falsePositives: 1, falseNegatives: 1 });
  });

  it('compares numbers as numbers, and never with strings', () => {
    expect(score({ a: 0.3, b: 100 }, { a: 0.1 + 0.2, b: 1e2 }).valueHits).toBe(2);
    expect(score({ a: 3 }, { a: '3' })).toMatchObject({ valueHits: 0, falsePositives: 1, falseNegatives: 1 });
    expect(score({ a: 0 }, { a: 1e-12 }).valueHits).toBe(0);
  });

  it('takes null, an empty list and an absent key for the same nothing', () => {
    const nothings: JsonValue[] = [{ a: null }, { a: [] }, {}];
    for (const nothing of nothings) {
      expect(score({ a: null }, nothing)).toEqual({ ...emptyTally, nullHits: 1, nullLeaves: 1 });
      expect(score({ a: 'x' }, nothing)).toEqual({ ...emptyTally, falseNegatives: 1 });
    }
  });

  it('takes false, 0 and the empty string for values', () => {
    expect(score({ a: false, b: 0, c: '' }, { a: false, b: 0, c: '' }).valueHits).toBe(3);
    expect(score({ a: null }, { a: false })).toMatchObject({ invented: 1, falsePositives: 1 });
  });

  it('counts a value at a null leaf as invented and false positive, not as a miss', () => {
    expect(score({ a: null, b: null }, { a: 'x', b: null })).toEqual({
      ...emptyTally,
      nullHits: 1,
      nullLeaves: 2,
      invented: 1,
      falsePositives: 1,
    });
  });

  it('counts keys of the schema that are left out on both sides as null leaves', () => {
    const schema: JsonSchema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } };
    expect(score({ a: 'x' }, { a: 'x' }, undefined, schema)).toMatchObject({ valueHits: 1, nullHits: 1, nullLeaves: 1 });
    expect(score({ a: 'x' }, { a: 'x', b: 'y' }, undefined, schema)).toMatchObject({ nullLeaves: 1, invented: 1, falsePositives: 1 });
  });

  it('accepts other values at their pointer only, also behind escaped keys', () => {
    const accept = { '/city': { values: ['LA', 'Los Angeles'] }, '/a~1b': { values: [['x', 'y']] } };
    expect(score({ city: 'LA', 'a/b': ['x'] }, { city: 'Los Angeles', 'a/b': ['y', 'x'] }, accept).valueHits).toBe(3);
    expect(score({ town: 'LA' }, { town: 'Los Angeles' }, accept).valueHits).toBe(0);
  });

  it('lets a value be omitted where it may be, and still counts a wrong one twice', () => {
    const accept = { '/unit': { values: ['km'], may_omit: true } };
    expect(score({ unit: 'km' }, {}, accept)).toEqual({ ...emptyTally, nullHits: 1 });
    expect(score({ unit: 'km' }, { unit: 'mile' }, accept)).toMatchObject({ falsePositives: 1, falseNegatives: 1 });
    expect(score({ unit: 'km' }, {}, { '/unit': { values: ['km'] } })).toMatchObject({ falseNegatives: 1 });
  });

  it('takes an accepted value where nothing is expected as a hit, any other as invented', () => {
    const accept = { '/unit': { values: ['N/A'], may_omit: true } };
    expect(score({}, { unit: 'N/A' }, accept)).toEqual({ ...emptyTally, valueHits: 1 });
    expect(score({}, { unit: 'km' }, accept)).toMatchObject({ invented: 1, falsePositives: 1, falseNegatives: 0 });
  });

  it('pairs records so that most leaves agree, whatever their order', () => {
    const first = { name: 'tea', price: 2, size: 'S' };
    const second = { name: 'tea', price: 3, size: 'L' };
    expect(isExact(score([first, second], [second, first]))).toBe(true);
    // Taking the first pair that shares anything would leave two hits of six.
    const given = [
      { name: 'tea', price: 3, size: 'L' },
      { name: 'tea', price: 9, size: 'S' },
    ];
    expect(score([first, second], given)).toMatchObject({ valueHits: 5, falsePositives: 1, falseNegatives: 1 });
  });

  it('finds the best pairs where serving each record in turn does not', () => {
    const expected = [
      { a: 1, b: 2, c: 3 },
      { a: 1, b: 2, c: 4 },
    ];
    const given = [
      { a: 1, b: 2, c: 4 },
      { a: 1, b: 2, c: 9 },
    ];
    // The first record shares two leaves with either; if it takes the first one, the second record loses its exact match.
    expect(score(expected, given).valueHits).toBe(5);
  });

  it('counts every leaf of a record too many, and every leaf of one too few', () => {
    expect(
      score(
        { r: [{ a: 1, b: 2 }] },
        {
          r: [
            { a: 1, b: 2 },
            { a: 3, b: null },
          ],
        },
      ),
    ).toMatchObject({ valueHits: 2, falsePositives: 1 });
    expect(score({ r: [{ a: 1, b: 2 }] }, { r: [] })).toMatchObject({ valueHits: 0, falseNegatives: 2 });
  });

  it('gives each item of a list one partner, so that repeating a right answer does not pay', () => {
    expect(score({ n: ['x', 'y'] }, { n: ['x', 'x'] })).toEqual({ ...emptyTally, valueHits: 1, falsePositives: 1, falseNegatives: 1 });
  });

  it('counts a whole invented list as one null leaf with many false positives', () => {
    expect(score({ n: [] }, { n: ['x', 'y', 'z'] })).toEqual({ ...emptyTally, nullLeaves: 1, invented: 1, falsePositives: 3 });
  });

  it('counts both sides where an object stands for a scalar', () => {
    expect(score({ a: 'x' }, { a: { b: 1, c: 2 } })).toMatchObject({ falsePositives: 2, falseNegatives: 1 });
    expect(score({ a: { b: 1, c: 2 } }, { a: 'x' })).toMatchObject({ falsePositives: 1, falseNegatives: 2 });
  });

  it('scores no answer at all as the floor: nulls hit, values missed', () => {
    expect(score({ a: 'x', b: null, c: [], d: { e: 1 } }, undefined)).toEqual({
      ...emptyTally,
      nullHits: 2,
      nullLeaves: 2,
      falseNegatives: 2,
    });
  });
});

describe('the figures', () => {
  const tally = addTallies(score({ a: 'x', b: null }, { a: 'x', b: null }), score({ a: 'x', b: null }, { a: 'y', b: 'z' }));

  it('count correct nulls in field F1 only', () => {
    expect(fieldF1(tally)).toBeCloseTo(4 / 7);
    expect(valueF1(tally)).toBeCloseTo(2 / 5);
  });

  it('relate inventions to null leaves', () => {
    expect(inventionRate(tally)).toBe(0.5);
    expect(inventionRate(emptyTally)).toBeUndefined();
  });

  it('call an answer exact when nothing is wrong or missing', () => {
    expect(isExact(score({ a: 'x', b: null }, { a: ' x' }))).toBe(true);
    expect(isExact(tally)).toBe(false);
  });
});
