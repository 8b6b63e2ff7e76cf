import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Calibration, noCalibration } from '../calibrate/index.js';
import type { DecodedLeaf } from '../decode/leaf.js';
import { SourceText } from '../decode/source-text.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { EngineRequest } from './engine.js';
import { readFields } from './read-fields.js';

type Asked = Partial<Pick<EngineRequest, 'normalise' | 'dateOrder' | 'referenceDate'>>;

/** Leaves as decoding leaves them: written anew, or copied from byte offsets of the escaped source. */
function read(
  text: string,
  schema: JsonSchema,
  answer: unknown,
  leaves: DecodedLeaf[],
  asked: Asked = {},
  calibration: Calibration = noCalibration,
) {
  const request: EngineRequest = {
    text,
    schema,
    temperature: 0,
    seed: 0,
    verbatim: true,
    maxOutputTokens: 100,
    required: 'verify',
    normalise: true,
    ...asked,
  };
  return readFields({ answer, leaves, source: new SourceText(text), schema, request, calibration });
}

const written = (pointer: string, probability = 0.5): DecodedLeaf => ({ pointer, from: 0, logProbability: Math.log(probability) });
const object = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: 'object', properties });
const number = { type: 'number' };
const date = { type: 'string', format: 'date' };

describe('what the text prints', () => {
  const schema = object({ name: { type: 'string' }, total: { type: ['number', 'null'] }, due: date });

  it('replaces what the model wrote, in the data as in the fields', () => {
    const text = 'Ada owes 1.234,56 € until 3 May 2024';
    const { answer, fields } = read(
      text,
      schema,
      { name: null, total: 123456, due: '2024-03-03' },
      ['/name', '/total', '/due'].map((each) => written(each)),
    );
    expect(answer).toEqual({ name: null, total: 1234.56, due: '2024-05-03' });
    expect(fields['/total']).toMatchObject({ value: 1234.56, proposed: 123456, printed: '1.234,56', grounded: true });
    expect(fields['/due']).toMatchObject({ value: '2024-05-03', proposed: '2024-03-03', printed: '3 May 2024' });
    expect(fields['/name']).toMatchObject({ value: null, reason: 'absent', grounded: false });
  });

  it('does not where the caller wants the model alone', () => {
    const { answer, fields } = read('1.234,56 €', schema, { total: 123456 }, [written('/total')], { normalise: false });
    expect(answer).toEqual({ total: 123456 });
    expect(fields['/total']).toEqual({ value: 123456, grounded: false, probability: 0.5 });
  });

  it('is found through the branches of a union', () => {
    const union = object({ total: { anyOf: [{ type: 'number', minimum: 5 }, { type: 'null' }] } });
    expect(read('1.234,56 €', union, { total: 123456 }, [written('/total')]).answer).toEqual({ total: 1234.56 });
  });

  it('decides nothing about strings and options that look like numbers', () => {
    const codes = object({ code: { enum: ['123456', '7'] }, size: { enum: [123456, 7] } });
    const { answer } = read('1.234,56', codes, { code: '123456', size: 123456 }, [written('/code'), written('/size')]);
    expect(answer).toEqual({ code: '123456', size: 123456 });
  });
});

describe('what cannot be decided', () => {
  it('is null and ambiguous, with the print and what the model wrote', () => {
    const text = 'the meeting is on 03/04/2024';
    const { answer, fields } = read(text, object({ day: date, room: { type: 'string' } }), { day: '2024-04-03', room: null }, [
      written('/day'),
      written('/room'),
    ]);
    expect(answer).toEqual({ day: null, room: null });
    expect(fields['/day']).toMatchObject({
      value: null,
      reason: 'ambiguous',
      proposed: '2024-04-03',
      printed: '03/04/2024',
      grounded: true,
    });
  });

  it('is decided by what the caller says', () => {
    const schema = object({ day: date, room: { type: 'string' } });
    const leaves = [written('/day'), written('/room')];
    const given = { day: '2024-04-03', room: null };
    expect(read('on 03/04/2024', schema, given, leaves, { dateOrder: 'dmy' }).answer).toMatchObject({ day: '2024-04-03' });
    expect(read('on 03/04/2024', schema, given, leaves, { dateOrder: 'mdy' }).answer).toMatchObject({ day: '2024-03-04' });
    expect(read('see you tomorrow', schema, given, leaves).answer).toMatchObject({ day: null });
    expect(read('see you tomorrow', schema, given, leaves, { referenceDate: '2024-06-01' }).answer).toMatchObject({ day: '2024-06-02' });
  });
});

describe('a schema that asks for one thing', () => {
  const amount = { type: ['number', 'null'], description: 'The amount mentioned in the text' };

  it('gets the only print of it, although the model said null', () => {
    const { answer, fields } = read('In 2019 they offered $4 million.', object({ value: amount }), { value: null }, [written('/value')]);
    expect(answer).toEqual({ value: 4_000_000 });
    expect(fields['/value']).toMatchObject({ value: 4_000_000, proposed: null, printed: '4 million' });
  });

  it('may ask for the unit too, and for nothing more', () => {
    const withUnit = object({ value: amount, unit: { type: 'string' } });
    const withMore = object({ value: amount, name: { type: 'string' } });
    const leaves = (other: string) => [written('/value'), written(other)];
    expect(read('It costs $4', withUnit, { value: null, unit: null }, leaves('/unit')).answer).toEqual({ value: 4, unit: null });
    expect(read('It costs $4', withMore, { value: null, name: null }, leaves('/name')).answer).toEqual({ value: null, name: null });
  });
});

describe('probabilities', () => {
  it('go through the curve of their kind', () => {
    const level = (calibrated: number) => ({ raw: [0.5], calibrated: [calibrated] });
    const leaves = {
      copied: level(0.1),
      written: level(0.2),
      unprinted: level(0.3),
      corrected: level(0.4),
      chosen: level(0.6),
      null: level(0.7),
    };
    const schema = object({ a: { type: 'string' }, b: number, c: number, d: number, e: { enum: ['x'] }, f: number });
    const answer = { a: 'tea', b: 7, c: 99, d: 123456, e: 'x', f: null };
    const copied: DecodedLeaf = { ...written('/a'), sourceStarts: [0], sourceLength: 3 };
    const all = [copied, ...['/b', '/c', '/d', '/e', '/f'].map((each) => written(each))];
    const { fields } = read('tea 7 1.234,56', schema, answer, all, {}, { ...noCalibration, leaves });
    expect(Object.values(fields).map(({ probability }) => probability)).toEqual([0.1, 0.2, 0.3, 0.4, 0.6, 0.7]);
  });

  it('are told from the evidence where the calibration has a model, one for values and one for nulls', () => {
    const evidence = { present: 0, around: 0, first: 0, lowest: 0, repeats: 1 };
    const weighing = (intercept: number) => ({ intercept, weights: { repeats: 1 } });
    const leaves = { copied: { raw: [0.5], calibrated: [0.123] } };
    const calibration = { ...noCalibration, leaves, model: { values: weighing(1), nulls: weighing(-3) } };
    const copied: DecodedLeaf = { ...written('/a'), sourceStarts: [0], sourceLength: 3 };
    const chance = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));
    const { fields } = read(
      'tea',
      object({ a: { type: 'string' }, b: number, c: { type: 'string' } }),
      { a: 'tea', b: null, c: 'tea' },
      [
        { ...copied, evidence },
        { ...written('/b'), evidence },
        { ...copied, pointer: '/c' },
      ],
      {},
      calibration,
    );
    expect(fields['/a']!.probability).toBeCloseTo(chance(2), 10);
    expect(fields['/b']!.probability).toBeCloseTo(chance(-2), 10);
    // Nothing is known of this one but its raw probability.
    expect(fields['/c']!.probability).toBe(0.123);
  });
});

describe('the span equation', () => {
  const awkward = [
    '😀',
    '👩‍👩‍👧',
    'e\u0301',
    'ñ',
    '漢字',
    'かな',
    'العربية',
    '\r\n',
    '\n',
    '\u00a0',
    '\u200d',
    '"',
    '\\',
    '\t',
    '\u0000',
    '\ud800',
    'ﬁ',
  ];
  const telling = ['1.234,56', '12', '$5', '3 May 2024', '03/04/2024', '7:45 pm', 'two million', '5 %', 'Ada', 'tea', 'x'];
  const schema = object({
    name: { type: 'string' },
    total: number,
    due: date,
    at: { type: 'string', format: 'time' },
    kind: { enum: ['tea', 'x'] },
  });

  it('holds for every leaf of every text', { timeout: 240_000 }, () => {
    let looked = 0;
    const pieces = fc.array(fc.constantFrom(...awkward, ...telling, ' ', ' '), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.nat(), fc.nat(), fc.constantFrom(12, 123456, 5, 2_000_000), (parts, first, length, total) => {
        const text = parts.join('');
        const source = new SourceText(text);
        // A stretch between two character borders of the escaped source, as decoding copies it.
        const borders = [...source.unitOf.keys()].filter((at) => at === 0 || source.unitOf[at] !== source.unitOf[at - 1]);
        const from = borders[first % (borders.length - 1)]!;
        const behind = borders.filter((at) => at > from);
        const to = behind[length % behind.length]!;
        const copied: DecodedLeaf = { ...written('/name'), sourceStarts: [from], sourceLength: to - from };
        const name = source.text.slice(source.unitOf[from], source.unitOf[to]);
        const answer = { name, total, due: '2024-05-03', at: '19:45', kind: 'tea' };
        const { fields } = read(text, schema, answer, [copied, ...['/total', '/due', '/at', '/kind'].map((each) => written(each))]);
        for (const { printed, start, end, grounded } of Object.values(fields)) {
          looked++;
          expect(grounded).toBe(start !== undefined);
          if (start !== undefined) expect(text.slice(start, end)).toBe(printed);
        }
      }),
      { numRuns: 25_000 },
    );
    expect(looked).toBeGreaterThanOrEqual(100_000);
  });
});
