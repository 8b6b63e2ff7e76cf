import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedPart } from './closed-part.js';

/** Members and items of `whole`, of which the last may be missing, and so on inside of the last one that is there. */
function isBeginning(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return Object.is(part, whole);
  if (typeof whole !== 'object' || whole === null || Array.isArray(part) !== Array.isArray(whole)) return false;
  const all = Object.entries(whole);
  return Object.entries(part).every(([key, value], i) => all[i]![0] === key && isBeginning(value, all[i]![1]));
}

describe('the closed part of a growing JSON text', () => {
  it.each([
    ['', undefined],
    ['"ab', undefined],
    ['{', '{}'],
    ['{"a', '{}'],
    ['{"a":', '{}'],
    ['{"a":"x', '{}'],
    ['{"a":"x"', '{"a":"x"}'],
    ['{"a":12', '{}'],
    ['{"a":12,', '{"a":12}'],
    ['{"a":[true,fal', '{"a":[true]}'],
    ['{"a":[{"b":"\\"', '{"a":[{}]}'],
    ['{"a":[{"b":"\\"]"},', '{"a":[{"b":"\\"]"}]}'],
    ['{"a":{}}', '{"a":{}}'],
  ])('%s → %s', (text, part) => {
    expect(closedPart(text)).toBe(part);
  });

  it('is a beginning of the whole value, which only grows, and the value itself at the end', () => {
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        let length = 0;
        for (let end = 1; end <= text.length; end++) {
          const part = closedPart(text.slice(0, end))!;
          expect(isBeginning(JSON.parse(part), JSON.parse(text))).toBe(true);
          expect(part.length).toBeGreaterThanOrEqual(length);
          length = part.length;
        }
        expect(closedPart(text)).toBe(text);
      }),
    );
  });
});
