import { expect, it } from 'vitest';
import { cachedGrammar } from './grammar-cache.js';
import { createVocabulary } from './vocabulary/vocabulary.js';

const bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
const vocabulary = createVocabulary(bytes, { stopTokenIds: [] });

it('gives the same grammar for an equal schema with equal options', () => {
  const first = cachedGrammar({ type: 'string', maxLength: 3 }, vocabulary);
  expect(cachedGrammar({ type: 'string', maxLength: 3 }, vocabulary, { keyOrder: 'schema' })).toBe(first);
});

it('gives another grammar for other options, another order of properties, or another vocabulary', () => {
  const schema = { properties: { a: {}, b: {} } };
  const first = cachedGrammar(schema, vocabulary);
  expect(cachedGrammar(schema, vocabulary, { keyOrder: 'any' })).not.toBe(first);
  expect(cachedGrammar({ properties: { b: {}, a: {} } }, vocabulary)).not.toBe(first);
  expect(cachedGrammar(schema, createVocabulary(bytes, { stopTokenIds: [] }))).not.toBe(first);
});

it('forgets the grammar that was used longest ago', () => {
  const first = cachedGrammar({ const: 'first' }, vocabulary);
  for (let i = 0; i < 128; i++) cachedGrammar({ const: i }, vocabulary);
  expect(cachedGrammar({ const: 'first' }, vocabulary)).not.toBe(first);
});
