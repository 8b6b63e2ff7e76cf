import { describe, expect, it } from 'vitest';
import type { PartialAnswer } from '../engine.js';
import type { ExtractedField, JsonValue } from '../types.js';
import { type PartialContext, settlePartial } from './settle-partial.js';

const schema = {
  type: 'object',
  properties: {
    start: { type: 'string' },
    end: { type: 'string' },
    items: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' }, price: { type: 'number' } } } },
    tags: { type: 'array', items: { type: 'string' } },
  },
};

const field = (value: JsonValue, probability: number): ExtractedField => ({ value, grounded: value !== null, probability });

const settle = (partial: PartialAnswer, options: Partial<PartialContext['options']> = {}) =>
  settlePartial(partial, { schema, options: { rules: [], minProbability: 0.5, ...options }, engine: {} });

describe('a part of the data', () => {
  it('leaves values that a rule looks at to the whole', () => {
    const answer = { start: 'May', end: 'June', items: [{ name: 'Soap', price: 3 }] };
    const settled = {
      '/start': field('May', 0.9),
      '/end': field('June', 0.9),
      '/items/0/name': field('Soap', 0.9),
      '/items/0/price': field(3, 0.9),
    };
    const rules = [{ before: ['/start', '/end'] as const }, { sum: ['/items/*/price'], equals: '/total' }];
    expect(settle({ answer, settled, openContainer: '' })?.data).toEqual(answer);
    expect(settle({ answer, settled, openContainer: '' }, { rules })).toEqual({
      data: { items: [{ name: 'Soap' }] },
      closed: ['/items/0/name'],
    });
  });

  it('leaves out what is not probable enough, and tells places as they are afterwards', () => {
    const settled = { '/tags/0': field('red', 0.2), '/tags/1': field('blue', 0.9), '/start': field('May', 0.1) };
    const part = settle({ answer: { start: 'May', tags: ['red', 'blue'] }, settled, openContainer: '/tags' });
    expect(part).toEqual({ data: { tags: ['blue'] }, closed: ['/start', '/tags/0'] });
  });

  it('ends a list before the first item that may still be taken out', () => {
    const answer = { items: [{ name: 'Soap' }, { name: 'Rope', price: 2 }, { name: 'Wax' }] };
    const settled = { '/items/0/name': field('Soap', 0.9), '/items/1/price': field(2, 0.1), '/items/2/name': field('Wax', 0.9) };
    expect(settle({ answer, settled, openContainer: undefined })?.data).toEqual({ items: [{ name: 'Soap' }] });
  });

  it('calls a list complete only where all of its items are', () => {
    const answer = { items: [{ name: 'Soap', price: 2 }] };
    expect(settle({ answer, settled: { '/items/0/name': field('Soap', 0.9) }, openContainer: '' })?.closed).toEqual(['/items/0/name']);
    const settled = { '/items/0/name': field('Soap', 0.9), '/items/0/price': field(2, 0.9) };
    expect(settle({ answer, settled, openContainer: '' })?.closed).toEqual(['/items/0/name', '/items/0/price', '/items/0', '/items']);
    expect(settle({ answer, settled, openContainer: '/items' })?.closed).toEqual(['/items/0/name', '/items/0/price', '/items/0']);
  });

  it('waits for the whole of an object whose kind only the whole tells', () => {
    const union = {
      type: 'object',
      properties: {
        pay: {
          oneOf: [
            { type: 'object', properties: { card: { type: 'string' }, due: { type: 'null' } } },
            { type: 'object', properties: { iban: { type: 'string' }, due: { type: 'string' } } },
          ],
        },
      },
    };
    const context = { schema: union, options: { rules: [], minProbability: 0 }, engine: {} };
    const settled = { '/pay/iban': field('DE02', 0.9) };
    expect(settlePartial({ answer: { pay: { iban: 'DE02' } }, settled, openContainer: '/pay' }, context)?.data).toEqual({});
    expect(settlePartial({ answer: { pay: { iban: 'DE02' } }, settled, openContainer: '' }, context)?.data).toEqual({
      pay: { iban: 'DE02' },
    });
  });
});
