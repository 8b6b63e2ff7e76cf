import { describe, expect, it } from 'vitest';
import { JsonCursor } from './json-cursor.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function trace(text: string): string[] {
  const cursor = new JsonCursor();
  return Array.from(text, (character) => {
    cursor.feed(bytes(character));
    return `${cursor.place}${cursor.pointer}`;
  });
}

describe('JsonCursor', () => {
  it('names the place and the pointer after each character', () => {
    expect(trace('{"a":1,"b":["x"]}')).toEqual([
      'structure/',
      'key/',
      'key/',
      'structure/a',
      'value/a',
      'number/a',
      'structure/a',
      'key/a',
      'key/a',
      'structure/b',
      'value/b',
      'value/b/0',
      'string/b/0',
      'string/b/0',
      'structure/b/0',
      'structure/b',
      'end',
    ]);
  });

  it('does not take an escaped quote for the end of a string', () => {
    const cursor = new JsonCursor();
    cursor.feed(bytes('{"a":"x\\"y\\\\'));
    expect(cursor.place).toBe('string');
    cursor.feed(bytes('"'));
    expect(cursor.place).toBe('structure');
  });

  it('decodes and escapes keys for the pointer', () => {
    const cursor = new JsonCursor();
    cursor.feed(bytes('{"a\\"\\u0062/~":'));
    expect(cursor.pointer).toBe('/a"b~1~0');
  });

  it('counts the items of the innermost array', () => {
    const cursor = new JsonCursor();
    cursor.feed(bytes('[[1,2],3,{"k":'));
    expect(cursor.pointer).toBe('/2/k');
    cursor.feed(bytes('null},'));
    expect(cursor.arrayIndex).toBe(3);
    expect(cursor.containerPointer).toBe('');
  });

  it('clones into an independent copy', () => {
    const cursor = new JsonCursor();
    cursor.feed(bytes('{"a":['));
    const copy = cursor.clone();
    copy.feed(bytes('1]'));
    expect(cursor.pointer).toBe('/a/0');
    expect(copy.pointer).toBe('/a');
  });
});
