import { describe, expect, it } from 'vitest';
import { takeOut } from './answer-edits.js';
import type { ExtractedField, JsonValue, NullReason } from './types.js';

const schema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    note: { type: ['string', 'null'] },
    'a/b': { type: 'string' },
    tags: { type: 'array', items: { type: 'string' } },
    pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'string' }], items: false },
    lines: {
      type: 'array',
      items: { type: 'object', properties: { item: { type: 'string' }, price: { type: 'number' } }, required: ['item'] },
    },
  },
  required: ['name'],
};

const field = (value: JsonValue): ExtractedField => ({ value, grounded: true, probability: 0.4, start: 1, end: 2, printed: 'x' });

/** Takes values out of data whose every leaf has a field. */
function edit(data: JsonValue, reasons: Record<string, NullReason>) {
  const fields: Record<string, ExtractedField> = {};
  const visit = (value: JsonValue, pointer: string): void => {
    if (typeof value !== 'object' || value === null) fields[pointer] = field(value);
    else for (const [key, item] of Object.entries(value)) visit(item as JsonValue, `${pointer}/${key.replaceAll('/', '~1')}`);
  };
  visit(data, '');
  return takeOut(data, fields, new Map(Object.entries(reasons)), schema);
}

describe('taking a value out', () => {
  it('leaves an optional property out, and says why and what it was', () => {
    const { data, fields, missing } = edit({ name: 'Ada', 'a/b': 'x' }, { '/a~1b': 'below_threshold' });
    expect(data).toEqual({ name: 'Ada' });
    expect(missing).toEqual([]);
    expect(fields['/a~1b']).toMatchObject({ value: null, proposed: 'x', reason: 'below_threshold', probability: 0.4 });
    expect(fields['/name']).toEqual(field('Ada'));
  });

  it('writes null where the schema allows it', () => {
    expect(edit({ name: 'Ada', note: 'x' }, { '/note': 'failed_rule' }).data).toEqual({ name: 'Ada', note: null });
  });

  it('makes a required property missing', () => {
    expect(edit({ name: 'Ada' }, { '/name': 'below_threshold' })).toMatchObject({ data: {}, missing: ['/name'] });
  });

  it('moves the later items of a list up, with their fields', () => {
    const { data, fields } = edit({ tags: ['a', 'b', 'c'] }, { '/tags/1': 'below_threshold' });
    expect(data).toEqual({ tags: ['a', 'c'] });
    expect(fields).toEqual({ '/tags/0': field('a'), '/tags/1': field('c') });
  });

  it('tells what an emptied list held', () => {
    const { data, fields } = edit({ tags: ['a', 'b'] }, { '/tags/0': 'below_threshold', '/tags/1': 'below_threshold' });
    expect(data).toEqual({ tags: [] });
    expect(fields).toEqual({ '/tags': { value: [], grounded: false, proposed: ['a', 'b'], reason: 'below_threshold' } });
  });

  it('drops a record of a list that lost all its values, and only that', () => {
    const lines = [
      { item: 'tea', price: 3 },
      { item: 'x', price: 9 },
      { item: 'milk', price: 2 },
    ];
    const { data, fields, missing } = edit({ lines }, { '/lines/1/item': 'below_threshold', '/lines/1/price': 'below_threshold' });
    expect(data).toEqual({ lines: [lines[0], lines[2]] });
    expect(fields['/lines/1/item']).toEqual(field('milk'));
    expect(Object.keys(fields)).not.toContain('/lines/2/item');
    expect(missing).toEqual([]);
  });

  it('names what a record lacks by its new place', () => {
    const lines: JsonValue = [{ item: 'x' }, { item: 'y', price: 9 }];
    const { data, missing, fields } = edit({ lines }, { '/lines/0/item': 'below_threshold', '/lines/1/item': 'below_threshold' });
    expect(data).toEqual({ lines: [{ price: 9 }] });
    expect(missing).toEqual(['/lines/0/item']);
    expect(fields['/lines/0/item']).toMatchObject({ value: null, proposed: 'y' });
  });

  it('leaves the places of a tuple alone', () => {
    expect(edit({ pair: ['a', 'b'] }, { '/pair/0': 'below_threshold' }).data).toEqual({ pair: ['a', 'b'] });
  });

  it('changes nothing where nothing is to be taken out', () => {
    const data = { name: 'Ada', tags: [] };
    expect(edit(data, {}).data).toBe(data);
  });
});
