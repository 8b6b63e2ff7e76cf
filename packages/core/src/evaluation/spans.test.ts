import { describe, expect, it } from 'vitest';
import type { ExtractedField, Extraction, JsonValue } from '../extract/types.js';
import { createSampleExtraction } from '../testing/index.js';
import { judgeItem } from './judge-item.js';
import { checkSlices, knownSpans } from './spans.js';
import type { EvaluationItem } from './types.js';

/** An extraction with nothing in it but what a test looks at. */
const extractionWith = (parts: Partial<Extraction>) => createSampleExtraction({ data: {}, fields: {}, ...parts });

const text = 'Ann met Bob, then Ann left.';
const schema = { type: 'object', properties: { first: { type: 'string' }, people: { type: 'array', items: { type: 'string' } } } };
const at = (start: number, end: number): ExtractedField => ({
  value: text.slice(start, end),
  printed: text.slice(start, end),
  start,
  end,
  grounded: true,
});

function spansOf(item: Partial<EvaluationItem>, data: JsonValue, fields: Extraction['fields']) {
  return judgeItem({ id: '1', text, schema, expected: {}, ...item }, { extraction: extractionWith({ data, fields }) }).spans;
}

describe('places', () => {
  it('are right where start and end are those of the set', () => {
    const item = { expected: { first: 'Ann' }, spans: { '/first': [0, 3] as const } };
    expect(spansOf(item, { first: 'Ann' }, { '/first': at(0, 3) })).toEqual({
      known: 1,
      right: 1,
      hits: 1,
      hitsRight: 1,
      hitsElsewhere: 0,
    });
  });

  it('are told apart from the same words elsewhere, which are not right', () => {
    const item = { expected: { first: 'Ann' }, spans: { '/first': [0, 3] as const } };
    expect(spansOf(item, { first: 'Ann' }, { '/first': at(18, 21) })).toEqual({
      known: 1,
      right: 0,
      hits: 1,
      hitsRight: 0,
      hitsElsewhere: 1,
    });
  });

  it('of a wrong value, a missed one and of no answer at all count as known', () => {
    const item = { expected: { first: 'Ann' }, spans: { '/first': [0, 3] as const } };
    expect(spansOf(item, { first: 'Bob' }, { '/first': at(8, 11) })).toMatchObject({ known: 1, right: 0, hits: 0 });
    expect(spansOf(item, {}, {})).toMatchObject({ known: 1, right: 0, hits: 0 });
    const crashed = judgeItem({ id: '1', text, schema, ...item }, { error: { code: 'extraction_failed', message: 'out of luck' } });
    expect(crashed).toMatchObject({ status: 'crashed', reasons: ['extraction_failed: out of luck'], spans: { known: 1, right: 0 } });
  });

  it('of a list are shared by its items, whatever their order', () => {
    const item = { expected: { people: ['Ann', 'Bob'] }, spans: { '/people': [[0, 3] as const, [8, 11] as const] } };
    const fields = { '/people/0': at(8, 11), '/people/1': at(0, 3) };
    expect(spansOf(item, { people: ['Bob', 'Ann'] }, fields)).toMatchObject({ known: 2, right: 2, hitsRight: 2 });
    expect(knownSpans({ text, ...item }, '/people/1', 'Bob')).toEqual([[8, 11]]);
    expect(knownSpans({ text, ...item }, '/people/1', 'Eve')).toEqual([]);
  });

  it('decide between items of a list that agree equally well', () => {
    const item = { expected: { people: ['Ann'] }, spans: { '/people/0': [18, 21] as const } };
    const fields = { '/people/0': at(0, 3), '/people/1': at(18, 21) };
    expect(spansOf(item, { people: ['Ann', 'Ann'] }, fields)).toMatchObject({ hits: 1, hitsRight: 1 });
  });
});

describe('checkSlices', () => {
  const broken = (fields: Extraction['fields']) => checkSlices(text, { fields }).broken;

  it('accepts places that hold what was printed, and values without a place', () => {
    expect(checkSlices(text, { fields: { '/a': at(0, 3), '/b': { value: null, grounded: false } } })).toEqual({ placed: 1, broken: [] });
  });

  it.each([
    ['other words', { ...at(0, 3), printed: 'Bob' }],
    ['nothing printed', { ...at(0, 3), printed: undefined }],
    ['an end past the text', { value: 'x', printed: 'left.', start: 22, end: 99, grounded: true }],
    ['no end', { value: 'x', printed: 'Ann', start: 0, grounded: true }],
    ['an empty place', { value: '', printed: '', start: 3, end: 3, grounded: true }],
    ['a negative start', { value: '.', printed: '', start: -1, end: 3, grounded: true }],
    ['half an offset', { value: 'A', printed: 'A', start: 0, end: 1.5, grounded: true }],
  ] as const)('finds %s', (_, field) => {
    expect(broken({ '/a': field })).toEqual(['/a']);
  });
});
