import { expect, it } from 'vitest';
import { listEngines, parseVariant } from './engines.js';

it('has ours first, and each name once', () => {
  const engines = listEngines();
  expect(engines[0]!.kind).toBe('ours');
  expect(engines.filter(({ kind }) => kind === 'ours')).toHaveLength(1);
  expect(new Set(engines.map(({ name }) => name)).size).toBe(engines.length);
});

it('reads a variant from the command line, and nothing else', () => {
  expect(parseVariant('no cache={"maxKvCacheBytes":0}')).toMatchObject({
    name: 'no cache',
    kind: 'variant',
    options: { embedded: { maxKvCacheBytes: 0 } },
  });
  expect(parseVariant('no cache')).toBeUndefined();
  expect(parseVariant('no cache={maxKvCacheBytes}')).toBeUndefined();
});
