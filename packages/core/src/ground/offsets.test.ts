import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseOccurrence } from './occurrences.js';
import { toByteOffsets, toCodePointOffsets } from './offsets.js';

describe('offsets in other units', () => {
  it('counts bytes and code points', () => {
    const text = 'aé€😀z';
    const offsets = [0, 1, 2, 3, 5, 6];
    expect(toByteOffsets(text, offsets)).toEqual([0, 1, 3, 6, 10, 11]);
    expect(toCodePointOffsets(text, offsets)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('takes offsets in any order, and those inside a pair as before it', () => {
    expect(toByteOffsets('😀a', [3, 0, 1])).toEqual([5, 0, 0]);
  });

  it('agrees with Buffer and the string iterator on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, seed) => {
        const at = seed % (text.length + 1);
        const splitsPair = /[\ud800-\udbff]$/.test(text.slice(0, at)) && /^[\udc00-\udfff]/.test(text.slice(at));
        const before = text.slice(0, splitsPair ? at - 1 : at);
        expect(toByteOffsets(text, [at])).toEqual([Buffer.byteLength(before)]);
        expect(toCodePointOffsets(text, [at])).toEqual([[...before].length]);
      }),
    );
  });
});

describe('several occurrences', () => {
  it.each([
    [[10, 50, 90], [60], 50],
    [[10, 50, 90], [95, 12], 10],
    [[10, 50], [30], 10],
    [[10, 50], [], 10],
    [[], [3], undefined],
  ])('of %j near %j is %j', (starts, anchors, chosen) => {
    expect(chooseOccurrence(starts, anchors)).toBe(chosen);
  });
});
