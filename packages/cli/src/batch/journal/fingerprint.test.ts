import { describe, expect, it } from 'vitest';
import { differences, type Fingerprint } from './fingerprint.js';

const base: Fingerprint = {
  version: '1.0.0',
  model: 'maaza-135m',
  weights: 'abc',
  schema: { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } },
  options: { limit: 5, where: [] },
  inputs: [{ name: 'in.csv', rows: 10, digest: 'd' }],
};

describe('differences', () => {
  it('finds none between a run and itself read from a file', () => {
    const read = JSON.parse(JSON.stringify({ ...base, options: { ...base.options, seed: undefined } })) as Fingerprint;
    expect(differences(read, { ...base, options: { ...base.options, seed: undefined } })).toEqual([]);
  });

  it.each<[Partial<Fingerprint>, readonly string[]]>([
    [{ version: '1.0.1' }, ['version of maaza: "1.0.0" before, "1.0.1" now']],
    [{ model: 'other', weights: 'x' }, ['model: "maaza-135m" before, "other" now']],
    [{ weights: 'x' }, ['model: its weights']],
    [{ schema: { ...base.schema, properties: { a: { type: 'string' }, b: { type: 'integer' } } } }, ['schema: /properties/b/type']],
    [{ schema: { ...base.schema, properties: { b: { type: 'number' }, a: { type: 'string' } } } }, ['schema: /properties (order)']],
    [{ schema: { ...base.schema, required: ['a'] } }, ['schema: /required']],
    [{ options: { limit: 6, where: [] } }, ['option limit: 5 before, 6 now']],
    [{ options: { where: [] } }, ['option limit: 5 before, not given now']],
    [{ inputs: [{ name: 'in.csv', rows: 11, digest: 'd' }] }, ['input in.csv: 10 rows before, 11 now']],
    [{ inputs: [{ name: 'in.csv', rows: 10, digest: 'e' }] }, ['input in.csv: its rows']],
    [{ inputs: [{ name: 'b.csv', rows: 10, digest: 'd' }] }, ['inputs: ["in.csv"] before, ["b.csv"] now']],
  ])('says what is different about %j', (change, expected) => {
    expect(differences(base, { ...base, ...change })).toEqual(expected);
  });

  it('names only the first places of a schema that is another one altogether', () => {
    const properties = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`field${at}`, { type: 'string' }]));
    const found = differences(base, { ...base, schema: { type: 'object', properties } });
    expect(found).toHaveLength(6);
    expect(found.at(-1)).toBe('schema: 47 more places');
  });
});
