import { describe, expect, it } from 'vitest';
import { answerByLabels } from './label-parser.js';

const string = { type: 'string' };
const object = (properties: Record<string, unknown>) => ({ type: 'object', properties });

describe('answerByLabels', () => {
  it('reads values behind the name of their field, however it is written', () => {
    const text = 'Order ID: A-17\nCUSTOMER NAME\t Jane Roe \nTotal due = 1,234.50\npaid: yes';
    const schema = object({ orderId: string, customer_name: string, total_due: { type: 'number' }, paid: { type: 'boolean' } });
    expect(answerByLabels(text, schema)).toEqual({ orderId: 'A-17', customer_name: 'Jane Roe', total_due: 1234.5, paid: true });
  });

  it('reads sections, lists and records that are indented below a label', () => {
    const text = 'Buyer:\n  Name: Jane\n  City: Oslo\nTags:\n  red\n  blue\nItems:\n  Name: tea\n  Price: 2\n  Name: milk\n  Price: 3,50\n';
    const items = { type: 'array', items: object({ name: string, price: { type: 'number' } }) };
    const schema = object({ buyer: object({ name: string, city: string }), tags: { type: 'array', items: string }, items });
    expect(answerByLabels(text, schema)).toEqual({
      buyer: { name: 'Jane', city: 'Oslo' },
      tags: ['red', 'blue'],
      items: [
        { name: 'tea', price: 2 },
        { name: 'milk', price: 3.5 },
      ],
    });
  });

  it('finds a label among other words, on the next line too', () => {
    const text = 'Invoice date of issue:\n3 May 2024\nGRAND TOTAL :\n: 12.00';
    expect(answerByLabels(text, object({ date: string, total: { type: 'number' } }))).toEqual({ date: '3 May 2024', total: 12 });
  });

  it('follows references and takes options of an enum only', () => {
    const schema = {
      $defs: { level: { enum: ['low', 'high'] } },
      ...object({ level: { $ref: '#/$defs/level' }, mood: { enum: ['good'] } }),
    };
    expect(answerByLabels('Level: HIGH\nMood: bad', schema)).toEqual({ level: 'high' });
  });

  it('says nothing about what has no label, or does not fit its type', () => {
    const schema = object({ name: string, age: { type: 'integer' }, adult: { type: 'boolean' } });
    expect(answerByLabels('My name is Jane and I am 30.', schema)).toEqual({});
    expect(answerByLabels('age: unknown\nadult: perhaps', schema)).toEqual({});
    expect(answerByLabels('', schema)).toEqual({});
  });

  it('takes time linear in long lines and many lines', () => {
    const text = `${'x'.repeat(200_000)}\n${'a: b\n'.repeat(20_000)}`;
    expect(answerByLabels(text, object({ a: string, z: string }))).toEqual({ a: 'b' });
  });
});
