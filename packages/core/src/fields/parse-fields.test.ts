import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SchemaError } from '../errors/index.js';
import { parseFields } from './parse-fields.js';

const string = { type: 'string' };
const number = { type: 'number' };

/** What goes wrong with `fields`, as the user sees it. */
function failure(fields: string): { readonly message: string; readonly excerpt: string } {
  try {
    parseFields(fields);
  } catch (error) {
    if (error instanceof SchemaError) return { message: error.message, excerpt: String(error.details.excerpt) };
    throw error;
  }
  throw new Error(`accepted: ${fields}`);
}

describe('parseFields', () => {
  it('reads the shorthand of the help text', () => {
    expect(parseFields('a, b:number, c:date?, d:x|y|z, items[]: {name, price:number}')).toEqual({
      type: 'object',
      properties: {
        a: string,
        b: number,
        c: { type: 'string', format: 'date' },
        d: { type: 'string', enum: ['x', 'y', 'z'] },
        items: { type: 'array', items: { type: 'object', properties: { name: string, price: number }, required: ['name', 'price'] } },
      },
      required: ['a', 'b', 'd', 'items'],
    });
  });

  it.each([
    ['a?', {}, undefined],
    ['a:number?', number, undefined],
    ['a?:number', number, undefined],
    ['a[]?', { type: 'array', items: string }, undefined],
    ['a:{b?}?', { type: 'object', properties: { b: string } }, undefined],
    ['a', string, ['a']],
  ])('leaves an optional field out of `required`: %s', (fields, member, required) => {
    const schema = parseFields(fields);
    expect(schema.required).toEqual(required);
    expect(schema.properties).toEqual({ a: { ...string, ...member } });
  });

  it('reads lists after the name, after the type, and both', () => {
    const list = (items: unknown) => ({ type: 'array', items });
    expect(parseFields('a[], b:number[], c[]:number[], d[][], e:x|y[], f:{g}[]').properties).toEqual({
      a: list(string),
      b: list(number),
      c: list(list(number)),
      d: list(list(string)),
      e: list({ type: 'string', enum: ['x', 'y'] }),
      f: list({ type: 'object', properties: { g: string }, required: ['g'] }),
    });
  });

  it('reads quoted names and options, with escapes', () => {
    const schema = parseFields(`"order id", 'it''s no': "a|b"|'c, d'|plain words|l'été`.replace("''", "\\'"));
    expect(Object.keys(schema.properties as object)).toEqual(['order id', "it's no"]);
    expect((schema.properties as Record<string, { enum?: string[] }>)["it's no"]?.enum).toEqual(['a|b', 'c, d', 'plain words', "l'été"]);
  });

  it('reads names in any script, and names that objects already have', () => {
    const schema = parseFields('名前, المبلغ:number, größe, __proto__, constructor');
    expect(schema.required).toEqual(['名前', 'المبلغ', 'größe', '__proto__', 'constructor']);
    expect(Object.keys(schema.properties as object)).toEqual(schema.required);
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it('takes a single quoted option as an enum', () => {
    expect(parseFields('kind:"number"').properties).toEqual({ kind: { type: 'string', enum: ['number'] } });
  });

  it('reads a description after #', () => {
    expect(parseFields('a:number # gross total, b[] # "net, without tax", c:{d # inner }').properties).toEqual({
      a: { ...number, description: 'gross total' },
      b: { type: 'array', items: string, description: 'net, without tax' },
      c: { type: 'object', properties: { d: { ...string, description: 'inner' } }, required: ['d'] },
    });
  });

  it('lets line breaks stand for commas', () => {
    const schema = parseFields('\n  a: number # first\r\n  b\n\n  c: {\n    d,\n    e\n  },\n  f,\n');
    expect(schema.required).toEqual(['a', 'b', 'c', 'f']);
  });

  it('nests eight levels and no deeper', () => {
    const nested = (levels: number) => `${'a:{'.repeat(levels)}b${'}'.repeat(levels)}`;
    expect(parseFields(nested(8)).type).toBe('object');
    expect(failure(nested(9)).message).toContain('8 levels');
    expect(parseFields(`a${'[]'.repeat(8)}`).type).toBe('object');
    expect(failure(`a${'[]'.repeat(9)}`).message).toContain('8 levels');
    expect(failure('a:{b[]:{c[]:{d[]:{e[]:{f}}}}}').message).toContain('8 levels');
    expect(failure('a:{'.repeat(100_000)).message).toContain('8 levels');
  });

  it.each([
    ['', 'no field is named (column 1)', '\n^'],
    ['a,, b', 'a field name is missing here (column 3)', 'a,, b\n  ^'],
    ['a, b:nmber', 'there is no type "nmber"; did you mean number? (column 6)', 'a, b:nmber\n     ^'],
    ['a:int', 'there is no type "int"; did you mean integer? (column 3)', 'a:int\n  ^'],
    ['größe:x', 'there is no type "x"; an enum with one option needs quotes (column 7)', 'größe:x\n      ^'],
    ['order id', 'a comma is missing before this, or the name or option needs quotes (column 7)', 'order id\n      ^'],
    ['a:{b', 'this { is not closed (column 3)', 'a:{b\n  ^'],
    ['a:{}', 'no field is named between { and } (column 4)', 'a:{}\n   ^'],
    ['a}', 'there is no { that this } closes (column 2)', 'a}\n ^'],
    ['a, a', 'the field "a" is named twice (column 4)', 'a, a\n   ^'],
    ['a:x|x', 'the option "x" is named twice (column 5)', 'a:x|x\n    ^'],
    ['a:x|', 'a type or an option is missing here (column 5)', 'a:x|\n    ^'],
    ['a:', 'a type or an option is missing here (column 3)', 'a:\n  ^'],
    ['"a', 'the quote " is not closed (column 1)', '"a\n^'],
    ['a:date|time', 'a field has one type; put options that are called like types in quotes (column 3)', 'a:date|time\n  ^'],
    ['a??', 'one ? is enough (column 3)', 'a??\n  ^'],
    ['a?:number?', 'one ? is enough (column 10)', 'a?:number?\n         ^'],
    ['a?[]', '? stands after [], because the list as a whole may be missing (column 2)', 'a?[]\n ^'],
    ['a[3]', '[ must be followed by ]; a list is written name[] (column 3)', 'a[3]\n  ^'],
    ['a\nb:{c:dat}', 'there is no type "dat"; did you mean date? (line 2, column 6)', 'b:{c:dat}\n     ^'],
  ])('shows where %j cannot be read', (fields, message, excerpt) => {
    expect(failure(fields)).toEqual({ message: `fields: ${message}`, excerpt });
  });

  it('shortens a long line around the mistake', () => {
    const many = (prefix: string) => Array.from({ length: 20 }, (_, i) => `${prefix}${i}`).join(', ');
    const { excerpt } = failure(`${many('before')}, b:nmber, ${many('after')}`);
    const [line, caret] = excerpt.split('\n') as [string, string];
    expect(line).toMatch(/^….*b:nmber.*…$/);
    expect(line.length).toBeLessThan(80);
    expect(line.slice(caret.indexOf('^'))).toMatch(/^nmber,/);
  });

  it('reads any text or says what is wrong with it, and never anything else', () => {
    const alphabet = fc.constantFrom(...'ab:,?#|{}[]"\'\\ \n🙂', 'number', '[]', '{c}', '": ');
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 30 }), (parts) => {
        try {
          expect(parseFields(parts.join('')).type).toBe('object');
        } catch (error) {
          expect(error).toBeInstanceOf(SchemaError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
