import { describe, expect, it } from 'vitest';
import { createAjvValidator } from '../adapters/ajv/index.js';
import type { Rule } from '../ground/index.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { EngineAnswer } from './engine.js';
import { type ExtractOptions, resolveExtractOptions } from './options.js';
import { settleAnswer } from './settle-answer.js';
import type { ExtractedField } from './types.js';

const money = { type: 'number' };
const date = { type: 'string', format: 'date' };

type FieldOf = Partial<ExtractedField> & { readonly value: ExtractedField['value'] };

interface Case {
  readonly text?: string;
  readonly schema: JsonSchema;
  readonly data: unknown;
  readonly fields: Record<string, FieldOf>;
  readonly options?: ExtractOptions;
  readonly usual?: number;
}

/** Places each field's print where it stands first in the text. */
function settle({ text = '', schema, data, fields, options, usual }: Case) {
  const placed = Object.entries(fields).map(([pointer, field]): [string, ExtractedField] => {
    const start = field.printed === undefined ? -1 : text.indexOf(field.printed);
    return [pointer, { grounded: start >= 0, ...(start >= 0 && { start, end: start + field.printed!.length }), ...field }];
  });
  const answer: EngineAnswer = {
    data,
    fields: Object.fromEntries(placed),
    missing: [],
    truncated: false,
    usage: { inputTokens: 0, outputTokens: 0, modelCalls: 0 },
  };
  const validator = createAjvValidator().compile(schema);
  return settleAnswer(answer, { text, schema, options: resolveExtractOptions(options), validator, engine: { minProbability: usual } });
}

describe('a printed form that the schema does not take', () => {
  it('gives way to what the model wrote', () => {
    const schema = { type: 'object', properties: { n: { type: 'number', multipleOf: 5 }, m: money } };
    const fields = { '/n': { value: 1234.56, proposed: 1235, printed: '1.234,56' }, '/m': { value: 2, proposed: 3, printed: '2' } };
    const { data, valid, fields: settled } = settle({ text: '1.234,56 2', schema, data: { n: 1234.56, m: 2 }, fields });
    expect(data).toEqual({ n: 1235, m: 2 });
    expect(valid).toBe(true);
    expect(settled['/n']).toEqual({ value: 1235, grounded: false });
    expect(settled['/m']).toMatchObject({ value: 2, proposed: 3 });
  });

  it('gives way too where a rule around it breaks', () => {
    const schema = {
      type: 'object',
      properties: { a: money, b: money },
      not: { properties: { a: { const: 3 } } },
    };
    const { data, valid } = settle({ text: '3', schema, data: { a: 3 }, fields: { '/a': { value: 3, proposed: 4, printed: '3' } } });
    expect([data, valid]).toEqual([{ a: 4 }, true]);
  });
});

describe('thresholds', () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, city: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
    required: ['name'],
  };
  const given = {
    schema,
    data: { name: 'Ada', city: 'Rome', tags: ['x', 'y'] },
    fields: {
      '/name': { value: 'Ada', probability: 0.3 },
      '/city': { value: 'Rome', probability: 0.3 },
      '/tags/0': { value: 'x', probability: 0.2 },
      '/tags/1': { value: 'y', probability: 0.9 },
    },
  };

  it('take out what may be missing, by what the model says', () => {
    expect(settle({ ...given, usual: 0.25 }).data).toEqual({ name: 'Ada', city: 'Rome', tags: ['y'] });
    expect(settle({ ...given, usual: 0.5 })).toMatchObject({ data: { name: 'Ada', tags: ['y'] }, valid: true });
  });

  it('of the caller count for required values too', () => {
    const result = settle({ ...given, options: { minProbability: 0.5 } });
    expect(result.data).toEqual({ tags: ['y'] });
    expect(result.errors).toMatchObject([{ code: 'missing_field', pointer: '/name' }]);
    expect(result.fields['/name']).toMatchObject({ value: null, reason: 'below_threshold', proposed: 'Ada' });
  });

  it('are exact: a value at the threshold stays', () => {
    expect(settle({ ...given, options: { minProbability: 0.3 } }).data).toEqual({ name: 'Ada', city: 'Rome', tags: ['y'] });
  });

  it('go by pointers, the first that fits deciding, and the model says the rest', () => {
    const minProbability = { '/tags/*': 0, '/city': 0.31 };
    expect(settle({ ...given, usual: 0.99, options: { minProbability } }).data).toEqual({ name: 'Ada', tags: ['x', 'y'] });
    expect(settle({ ...given, options: { minProbability: { '': 0.31 } } }).data).toEqual({ tags: ['y'] });
  });

  it('are off at 0', () => {
    expect(settle({ ...given, usual: 0.99, options: { minProbability: 0 } }).data).toEqual(given.data);
  });
});

describe('rules', () => {
  const invoice = {
    type: 'object',
    properties: { items: { type: 'array', items: { type: 'object', properties: { price: money } } }, total: money },
  };
  const sum: Rule = { sum: ['/items/*/price'], equals: '/total' };
  const invoiceText = 'Tea 3.50\nMilk 2.00\nTotal 5.50 paid 10.00';
  const invoiceCase = (total: number, printed?: string): Case => ({
    text: invoiceText,
    schema: invoice,
    data: { items: [{ price: 3.5 }, { price: 2 }], total },
    fields: {
      '/items/0/price': { value: 3.5, printed: '3.50', probability: 0.9 },
      '/items/1/price': { value: 2, printed: '2.00', probability: 0.9 },
      '/total': { value: total, ...(printed && { printed }), probability: 0.5 },
    },
    options: { rules: [sum] },
  });

  it('that hold change nothing', () => {
    expect(settle(invoiceCase(5.5, '5.50'))).toMatchObject({ valid: true, errors: [], data: { total: 5.5 } });
  });

  it('find the number that a sum names among those that the text prints', () => {
    const { data, valid, fields } = settle(invoiceCase(10, '10.00'));
    expect(valid).toBe(true);
    expect(data).toMatchObject({ total: 5.5 });
    expect(fields['/total']).toMatchObject({ value: 5.5, proposed: 10, printed: '5.50', start: invoiceText.indexOf('5.50') });
  });

  it('report what they cannot repair, and leave the values that are printed', () => {
    const given = invoiceCase(10, '10.00');
    const { data, valid, errors } = settle({ ...given, text: 'Tea 3.50\nMilk 2.00\npaid 10.00' });
    expect(valid).toBe(false);
    expect(data).toEqual(given.data);
    expect(errors).toMatchObject([{ code: 'failed_rule', pointer: '/total', pointers: ['/items/0/price', '/items/1/price', '/total'] }]);
  });

  it('take out the only value that is printed nowhere', () => {
    const { data, fields, errors } = settle({ ...invoiceCase(77), text: 'Tea 3.50\nMilk 2.00\npaid 10.00' });
    expect(data).toEqual({ items: [{ price: 3.5 }, { price: 2 }] });
    expect(fields['/total']).toMatchObject({ value: null, proposed: 77, reason: 'failed_rule' });
    expect(errors).toMatchObject([{ code: 'failed_rule' }]);
  });

  it('do not look for numbers where nothing may be normalised', () => {
    const given = invoiceCase(10, '10.00');
    expect(settle({ ...given, options: { ...given.options, normalise: false } })).toMatchObject({ valid: false, data: { total: 10 } });
  });

  const stay = { type: 'object', properties: { from: date, to: date } };
  const before: Rule = { before: ['/from', '/to'] };
  const stayCase = (text: string, [from, fromPrinted]: string[], [to, toPrinted]: string[]): Case => ({
    text,
    schema: stay,
    data: { from, to },
    fields: { '/from': { value: from!, printed: fromPrinted }, '/to': { value: to!, printed: toPrinted } },
    options: { rules: [before] },
  });

  it('swap day and month where only that puts dates in order', () => {
    const given = stayCase('from 03/04/2024 to 03/05/2024 (or 9 May 2024)', ['2024-03-04', '03/04/2024'], ['2024-03-05', '03/05/2024']);
    expect(settle(given).valid).toBe(true);
    const turned = stayCase('from 05/03/2024 to 04/12/2024', ['2024-05-03', '05/03/2024'], ['2024-04-12', '04/12/2024']);
    // Either swap would do, so neither is made: 5 March before 12 April, 3 May before 4 December.
    expect(settle(turned)).toMatchObject({ valid: false, data: turned.data });
    const only = stayCase('from 05/13/2024 to 04/06/2024', ['2024-05-13', '05/13/2024'], ['2024-04-06', '04/06/2024']);
    expect(settle(only)).toMatchObject({ valid: true, data: { from: '2024-05-13', to: '2024-06-04' } });
  });

  it('exchange two values that were taken for each other', () => {
    const given = stayCase('until 20 May 2024, since 13 May 2024', ['2024-05-20', '20 May 2024'], ['2024-05-13', '13 May 2024']);
    const { data, fields } = settle(given);
    expect(data).toEqual({ from: '2024-05-13', to: '2024-05-20' });
    expect(fields['/from']).toMatchObject({ printed: '13 May 2024', proposed: '2024-05-20' });
  });

  it('of the caller say in their words what is wrong', () => {
    const rules: Rule[] = [(data) => (data as { total: number }).total < 5 || 'too dear'];
    expect(settle({ ...invoiceCase(5.5, '5.50'), options: { rules } }).errors).toEqual([
      { code: 'failed_rule', pointer: '', message: 'too dear' },
    ]);
  });
});

describe('the record', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' }, c: { type: ['string', 'null'] } } };

  it('is as probable as all its leaves together; of a value that was taken out the chance that it was wrong counts', () => {
    const fields = { '/a': { value: 'x', probability: 0.8 }, '/b': { value: 'y', probability: 0.25 } };
    const given = { schema, data: { a: 'x', b: 'y', c: null }, fields };
    expect(settle(given).probability).toBeCloseTo(0.2, 10);
    expect(settle({ ...given, options: { minProbability: 0.5 } }).probability).toBeCloseTo(0.8 * 0.75, 10);
  });

  it('has no probability where the engine gives none', () => {
    expect(settle({ schema, data: { a: 'x' }, fields: {} })).not.toHaveProperty('probability');
  });

  it('has a reason for everything that is not there', () => {
    const absent = { value: null, grounded: false, reason: 'absent' };
    expect(settle({ schema, data: { a: 'x', c: null }, fields: {} }).fields).toEqual({ '/b': absent, '/c': absent });
  });
});
