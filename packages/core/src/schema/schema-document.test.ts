import { describe, expect, it } from 'vitest';
import { SchemaDocument } from './schema-document.js';

const named = (title: string) => ({ $id: 'https://example.com/named', title });

function resolved(root: Record<string, unknown>, reference: string): unknown {
  const found = new SchemaDocument(root).resolve(reference, root);
  return typeof found === 'string' ? found : (found.raw as { title?: string }).title;
}

describe('names of schemas', () => {
  it('are read where the standard sees schemas, whatever looks like one inside unknown keywords and data', () => {
    const root = {
      'x-before': { anything: named('unknown') },
      properties: { x: { enum: [named('data')] }, const: named('schema') },
      'x-after': [named('unknown')],
    };
    expect(resolved(root, 'https://example.com/named')).toBe('schema');
  });

  it('are found inside unknown keywords where no schema has the name', () => {
    expect(resolved({ components: { schemas: { a: named('component') } } }, 'https://example.com/named')).toBe('component');
    expect(resolved({ components: { a: { $anchor: 'a', title: 'anchored' } } }, '#a')).toBe('anchored');
  });

  it('inside data are none', () => {
    expect(resolved({ default: named('data') }, 'https://example.com/named')).toContain('outside this document');
  });

  it('are read in members that are called like keywords for data', () => {
    expect(resolved({ properties: { default: named('schema') } }, 'https://example.com/named')).toBe('schema');
  });

  it('come with the pointer of their schema', () => {
    const document = new SchemaDocument({ $defs: { 'a/b': { allOf: [true, { $anchor: 'deep' }] } } });
    expect(document.resolve('#deep', {})).toMatchObject({ pointer: '/$defs/a~1b/allOf/1' });
  });

  it('are not looked for in a schema that holds itself', () => {
    const loop: Record<string, unknown> = {};
    loop.properties = { again: loop };
    expect(() => new SchemaDocument(loop)).toThrow(
      expect.objectContaining({ code: 'invalid_schema', message: expect.stringContaining('/properties/again') }),
    );
  });

  it('are not guessed where a recursive reference may mean one of several schemas', () => {
    const one = { $recursiveAnchor: true, properties: { a: { $recursiveRef: '#' } } };
    expect(new SchemaDocument(one).resolveRecursive('#', one.properties.a)).toMatchObject({ raw: one });
    const two = { $recursiveAnchor: true, $defs: { other: { $id: 'other', $recursiveAnchor: true } } };
    expect(new SchemaDocument(two).resolveRecursive('#', two)).toContain('more than one');
    const still = { $defs: { a: { $id: 'a', $recursiveAnchor: true }, b: { $id: 'b', $recursiveAnchor: true } } };
    expect(new SchemaDocument(still).resolveRecursive('#', still)).toMatchObject({ raw: still });
  });
});
