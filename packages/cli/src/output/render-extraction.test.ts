import type { Extraction } from '@maaza/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderExtraction } from './render-extraction.js';
import { toSafeJson, toSafeText } from './safe-text.js';

const extraction: Extraction = {
  id: 'ext_1',
  object: 'extraction',
  created: 1_700_000_000,
  model: 'maaza-135m',
  data: { order_id: '12345', due: null, tags: ['a', 'b'], items: [{ name: '寿司', price: 9.5 }, { name: 'Tea' }], notes: [] },
  valid: false,
  errors: [{ code: 'missing_field', pointer: '/total', keyword: 'required', message: 'is required and not in the text' }],
  fields: {
    '/order_id': { value: '12345', printed: '12345', start: 7, end: 12, grounded: true, probability: 0.987 },
    '/due': { value: null, grounded: false, reason: 'absent' },
    '/items/0/name': { value: '寿司', printed: '寿司', start: 20, end: 22, grounded: true, probability: 0.5 },
    '/items/0/price': { value: 9.5, grounded: false, probability: 0.25 },
    '/total': { value: null, grounded: false, reason: 'absent' },
  },
  usage: { inputTokens: 40, outputTokens: 12, totalTokens: 52, modelCalls: 6 },
  latencyMs: 321.4,
  cached: false,
};

describe('renderExtraction', () => {
  it('prints data alone as one line, or indented', () => {
    expect(renderExtraction(extraction, 'json', false)).toBe(JSON.stringify(extraction.data));
    expect(renderExtraction(extraction, 'pretty', false)).toBe(JSON.stringify(extraction.data, null, 2));
  });

  it('prints the whole extraction as one line of JSON with --explain', () => {
    expect(JSON.parse(renderExtraction(extraction, 'json', true))).toEqual(extraction);
  });

  it('draws fields first, then a table for each list of objects', () => {
    expect(renderExtraction(extraction, 'table', false).split('\n')).toEqual([
      '┌──────────┬───────┐',
      '│ field    │ value │',
      '├──────────┼───────┤',
      '│ order_id │ 12345 │',
      '├──────────┼───────┤',
      '│ due      │       │',
      '├──────────┼───────┤',
      '│ tags     │ a, b  │',
      '├──────────┼───────┤',
      '│ notes    │       │',
      '└──────────┴───────┘',
      '',
      'items',
      '┌──────┬───────┐',
      '│ name │ price │',
      '├──────┼───────┤',
      '│ 寿司 │ 9.5   │',
      '├──────┼───────┤',
      '│ Tea  │       │',
      '└──────┴───────┘',
    ]);
  });

  it('draws a list of objects and a single value at the root', () => {
    expect(renderExtraction({ ...extraction, data: [{ a: 1 }] }, 'table', false)).toContain('│ a │');
    expect(renderExtraction({ ...extraction, data: 'x' }, 'table', false)).toContain('│ x     │');
  });

  it('explains every value, the missing ones too', () => {
    expect(renderExtraction(extraction, 'pretty', true).split('\n')).toEqual([
      'field          value  place  printed  probability  note',
      'order_id       12345  7–12   12345    0.987',
      'due            null                                absent: the text does not give it',
      'tags/0         a',
      'tags/1         b',
      'items/0/name   寿司   20–22  寿司     0.500',
      'items/0/price  9.5                    0.250        not found in the text',
      'items/1/name   Tea',
      'notes          []',
      'total                                              absent: the text does not give it',
      '',
      'valid: no',
      '  /total: is required and not in the text',
      'model: maaza-135m; 40 tokens in, 12 out; 6 runs of the model, 321 ms',
    ]);
  });
});

describe('safe output', () => {
  it('shows control characters instead of sending them to the terminal', () => {
    expect(toSafeText('a\u001b[31mb\u009b2Jc\nd\u202ee\ud800')).toBe('a\\u001b[31mb\\u009b2Jc\\nd\\u202ee\\ud800');
  });

  it('is JSON of the same value, without a control character in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.constantFrom(undefined, 2), (value, text, indent) => {
        const json = toSafeJson({ value, [text]: text }, indent);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, [text]: text })));
        expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
