import { describe, expect, it } from 'vitest';
import { isExactMultiple } from './support/exact-multiple.js';
import { createJudge } from './support/judge.js';
import { crossesLexemeBorder, lexicalStateAfter } from './support/lexemes.js';
import { shrinkSchema } from './support/shrink.js';
import { findRepeatedKey } from './support/strict-json.js';
import { modelTokens, smallTokens } from './support/vocabularies.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const crosses = (before: string, token: string) => crossesLexemeBorder(lexicalStateAfter(bytes(before)), bytes(token));

describe('lexeme borders', () => {
  it('lie around every mark, between quotes and content, and around numbers and literals', () => {
    for (const [before, token] of [
      ['', '{"'],
      ['{', '"a'],
      ['{"', 'a"'],
      ['{"a', '":'],
      ['{"a"', ':1'],
      ['[1', ',2'],
      ['[1', '0]'],
      ['[nul', 'l,'],
      ['', '""'],
    ]) {
      expect(crosses(before!, token!), `${before}⟨${token}⟩`).toBe(true);
    }
  });

  it('are not inside content, numbers, literals or single marks', () => {
    for (const [before, token] of [
      ['', '{'],
      ['{', '"'],
      ['{"', 'ab'],
      ['{"a', '\\"b'],
      ['{"a\\', '"'],
      ['{"a', ' , : } '],
      ['[', '-1.5e+3'],
      ['[', 'null'],
      ['[tr', 'ue'],
      ['["a', '"'],
    ]) {
      expect(crosses(before!, token!), `${before}⟨${token}⟩`).toBe(false);
    }
  });
});

describe('the judge', () => {
  it('takes multiples of decimals as written', () => {
    expect(isExactMultiple(0.3, 0.1)).toBe(true);
    expect(isExactMultiple(0.35, 0.1)).toBe(false);
    expect(isExactMultiple(1e21, 7)).toBe(false);
    expect(createJudge({ multipleOf: 0.01 })!.isValid(19.99)).toBe(true);
  });

  it("reads draft-04's boolean bounds and id", () => {
    const judge = createJudge({
      $schema: 'http://json-schema.org/draft-04/schema#',
      id: 'http://example.org/x#',
      minimum: 1,
      exclusiveMinimum: true,
    })!;
    expect(judge.isValid(1)).toBe(false);
    expect(judge.isValid(1.5)).toBe(true);
  });

  it('does not let an empty array pass contains beside prefixItems', () => {
    const judge = createJudge({ contains: { const: 1 }, prefixItems: [{ type: 'number' }] })!;
    expect(judge.isValid([])).toBe(false);
    expect(judge.isValid([1])).toBe(true);
  });

  it('judges a part of a schema by its pointer', () => {
    const judge = createJudge({ $id: 'https://example.org/s', properties: { a: { type: 'string' } } })!;
    expect(judge.isValidAt('/properties/a', 1)).toBe(false);
    expect(judge.isValidAt('/properties/a', 'x')).toBe(true);
  });
});

describe('repeated keys', () => {
  it('are found in the object that holds them, escaped or not', () => {
    expect(findRepeatedKey('{"a":{"b":1,"c":2},"b":[{"a":1}]}')).toBeUndefined();
    expect(findRepeatedKey('{"a":1,"\\u0061":2}')).toBe('a');
    expect(findRepeatedKey('[{"x":{"y":1,"y":"}"}}]')).toBe('y');
  });
});

describe('vocabularies', () => {
  it('hold doubles, tokens without bytes and every single byte', () => {
    const { tokenBytes } = smallTokens();
    expect(new Set(tokenBytes.filter((token) => token.length === 1).map((token) => token[0]))).toHaveLength(256);
    expect(tokenBytes.filter((token) => token.length === 0).length).toBeGreaterThan(2);
  });

  it('read the model’s tokens as bytes', () => {
    const { tokenBytes } = modelTokens();
    expect(tokenBytes).toHaveLength(49_152);
    const single = new Set(tokenBytes.filter((token) => token.length === 1).map((token) => token[0]));
    // Printable ASCII and all continuation bytes of UTF-8. (Six control characters and the lead bytes F1 and F2 are in no token at all.)
    for (let byte = 0x20; byte < 0xc0; byte++) if (byte !== 0x7f) expect(single.has(byte), `byte ${byte}`).toBe(true);
    expect(tokenBytes[2]).toHaveLength(0);
  });
});

describe('shrinking', () => {
  it('finds the smallest schema that still fails', () => {
    const schema = { type: 'object', properties: { a: { allOf: [{ minimum: 3 }, { not: { const: 4 } }] }, b: true } };
    expect(shrinkSchema(schema, (smaller) => JSON.stringify(smaller).includes('"const":4'))).toEqual({ const: 4 });
  });
});
