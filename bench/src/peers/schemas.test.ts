import { expect, it } from 'vitest';
import { convertSchema } from '../../peers/workers/schemas.mjs';

const peer = {
  keeps: new Set(['type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf', 'enum']),
  drops: (keyword: string) => keyword === 'pattern' || keyword === 'format',
};

it('keeps what the peer knows, and names what is left out', () => {
  const { schema, dropped } = convertSchema(
    {
      title: 'Order',
      type: 'object',
      properties: { id: { type: 'string', pattern: '^A' }, days: { type: 'array', items: { type: 'string', format: 'date' } } },
      required: ['id', 'days'],
      additionalProperties: false,
    },
    peer,
  );
  expect(schema).toEqual({
    type: 'object',
    properties: { id: { type: 'string' }, days: { type: 'array', items: { type: 'string' } } },
    required: ['id', 'days'],
    additionalProperties: false,
  });
  expect(dropped).toEqual(['format date', 'pattern']);
});

it('leaves properties alone that are named like keywords', () => {
  const { schema } = convertSchema({ type: 'object', properties: { title: { type: 'string' }, pattern: { type: 'string' } } }, peer);
  expect(schema).toEqual({ type: 'object', properties: { title: { type: 'string' }, pattern: { type: 'string' } } });
});

it('refuses what would change the meaning, wherever it stands', () => {
  expect(() => convertSchema({ type: 'object', properties: { a: { anyOf: [{ not: { type: 'null' } }] } } }, peer)).toThrow('keyword not');
});
