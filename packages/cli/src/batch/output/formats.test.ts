import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './columns.js';
import { outputFormatOf } from './output-format.js';
import { type Result, toResult } from './result.js';

const schema = {
  type: 'object',
  properties: {
    order: { type: 'string' },
    buyer: { type: 'object', properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } } },
    paid: { type: 'boolean' },
    Order: { type: 'string' },
    _id: { type: 'string' },
  },
} as const;

const result = (data: unknown): Result => ({ id: 1, valid: true, data, errors: [] });

describe('columnsOf', () => {
  it('opens objects, keeps lists, and gives each column a name of its own', () => {
    expect(columnsOf(schema).map(({ name }) => name)).toEqual(['order', 'buyer.name', 'buyer.tags', 'paid', 'Order_2', '_id_2']);
  });

  it.each([[{ type: 'array' }], [{ type: 'object' }], [{ anyOf: [{ type: 'object', properties: { a: {} } }] }], [true]])(
    'makes one column of %j',
    (other) => {
      expect(columnsOf(other as never).map(({ name }) => name)).toEqual(['data']);
    },
  );
});

describe('CSV output', () => {
  const { head, encode } = outputFormatOf('x.csv', schema);
  const cellsOf = (line: string) => parse(line, { relax_column_count: true })[0] as string[];

  it('comes back from another reader as it was', () => {
    const text = 'a "quoted", text;\r\nwith =1+1 and é😀\u2028';
    const line = encode(result({ order: text, buyer: { name: ' x ', tags: ['a', 'b,c'] }, paid: false, _id: '7' }));
    expect(cellsOf(line)).toEqual(['1', 'true', '', text, ' x ', '["a","b,c"]', 'false', '', '7']);
    expect(cellsOf(head)).toHaveLength(9);
  });

  it('tells an empty string from nothing', () => {
    expect(encode(result({ order: '', buyer: null }))).toBe('1,true,,"",,,,,\n');
  });

  it('writes TSV with tabs', () => {
    expect(outputFormatOf('x.TSV', { type: 'object', properties: { a: {} } }).encode(result({ a: 'b\tc' }))).toBe('1\ttrue\t\t"b\tc"\n');
  });
});

describe('toResult', () => {
  it('keeps nothing that depends on when or how an answer came', () => {
    const extraction = (given: object) => ({
      ...{ id: 'ext_1', object: 'extraction' as const, created: 1, model: 'm', data: {}, valid: true, errors: [], fields: {} },
      ...{ usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2, modelCalls: 5 }, latencyMs: 3, cached: false, ...given },
    });
    const later = {
      id: 'ext_2',
      created: 9,
      latencyMs: 8,
      cached: true,
      usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2, modelCalls: 0 },
    };
    for (const isExplained of [false, true])
      expect(toResult('r', { extraction: extraction({}) }, isExplained)).toEqual(
        toResult('r', { extraction: extraction(later) }, isExplained),
      );
  });
});

it.each(['out', 'out.json', 'out.txt'])('an output called %s is refused', (path) => {
  expect(() => outputFormatOf(path, {})).toThrow(expect.objectContaining({ code: 'invalid_request' }));
});
