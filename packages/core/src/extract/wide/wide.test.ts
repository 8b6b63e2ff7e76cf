import { describe, expect, it } from 'vitest';
import type { EngineAnswer, EngineRequest } from '../engine.js';
import { extractInParts } from './extract-in-parts.js';
import { splitSchema } from './split-schema.js';

const schema = {
  title: 'Order',
  type: 'object',
  properties: {
    id: { type: 'string' },
    buyer: { type: 'object', properties: { name: { type: 'string' }, city: { type: 'string' }, phone: { type: 'string' } } },
    total: { type: 'number' },
    note: { $ref: '#/$defs/note' },
  },
  required: ['id', 'total'],
  $defs: { note: { type: 'string', description: 'what else is said' } },
};

describe('a schema in parts', () => {
  it('keeps members whole and in order, and what is required where it is', () => {
    const parts = splitSchema(schema, 2)!;
    expect(parts.map(({ properties }) => Object.keys(properties as object))).toEqual([
      ['id', 'buyer'],
      ['total', 'note'],
    ]);
    expect(parts.map(({ required }) => required)).toEqual([['id'], ['total']]);
    for (const part of parts) expect(part).toMatchObject({ title: 'Order', type: 'object', $defs: schema.$defs });
    expect(splitSchema(schema, 1)).toEqual([schema]);
    expect(splitSchema(schema, 5)).toBeUndefined();
  });

  it.each([
    ['oneOf', [{ required: ['id'] }]],
    ['dependentRequired', { id: ['total'] }],
    ['minProperties', 2],
    ['if', {}],
    ['patternProperties', { x: {} }],
  ])('is none where members depend on each other: %s', (keyword, value) => {
    expect(splitSchema({ ...schema, [keyword]: value }, 2)).toBeUndefined();
  });
});

describe('the answers to parts', () => {
  const request = { text: 'Order 17', maxOutputTokens: 10 } as EngineRequest;
  const asked: EngineRequest[] = [];
  const answer = async (one: EngineRequest): Promise<EngineAnswer> => {
    asked.push(one);
    const [key = ''] = Object.keys(one.schema.properties as object);
    return {
      data: JSON.parse(`{"${key}":1}`) as object,
      fields: { [`/${key}`]: { value: 1, grounded: false } },
      missing: [`/${key}/x`],
      truncated: key === 'total',
      usage: { inputTokens: 5, outputTokens: 4, modelCalls: 2 },
    };
  };

  it('are one: values, fields, what is missing, usage; the limit of the output holds for all', async () => {
    const parts = splitSchema({ type: 'object', properties: { id: {}, total: {}, ['__proto__']: {} } }, 3)!;
    const { data, ...rest } = await extractInParts(request, parts, answer);
    expect(Object.keys(data as object)).toEqual(['id', 'total', '__proto__']);
    expect(rest).toMatchObject({
      fields: { '/id': { value: 1 }, '/total': { value: 1 } },
      missing: ['/id/x', '/total/x', '/__proto__/x'],
      truncated: true,
      usage: { inputTokens: 15, outputTokens: 12, modelCalls: 6 },
    });
    expect(asked.map(({ maxOutputTokens }) => maxOutputTokens)).toEqual([10, 6, 2]);
  });
});
