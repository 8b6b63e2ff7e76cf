import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutSegments } from './segments.js';

describe('cutSegments', () => {
  it('cuts nested and overlapping stretches, with the shortest first', () => {
    const stretches = [
      { start: 2, end: 8, owner: 'long' },
      { start: 4, end: 6, owner: 'short' },
      { start: 5, end: 9, owner: 'across' },
    ];
    expect(cutSegments(10, stretches)).toEqual([
      { start: 0, end: 2, owners: [], starting: [] },
      { start: 2, end: 4, owners: ['long'], starting: ['long'] },
      { start: 4, end: 5, owners: ['short', 'long'], starting: ['short'] },
      { start: 5, end: 6, owners: ['short', 'across', 'long'], starting: ['across'] },
      { start: 6, end: 8, owners: ['across', 'long'], starting: [] },
      { start: 8, end: 9, owners: ['across'], starting: [] },
      { start: 9, end: 10, owners: [], starting: [] },
    ]);
  });

  it('leaves out what is not inside the text, and cuts nothing in an empty one', () => {
    const outside = [
      { start: -1, end: 2, owner: 1 },
      { start: 2, end: 2, owner: 2 },
      { start: 3, end: 99, owner: 3 },
      { start: 0.5, end: 2, owner: 4 },
    ];
    expect(cutSegments(5, outside)).toEqual([{ start: 0, end: 5, owners: [], starting: [] }]);
    expect(cutSegments(0, outside)).toEqual([]);
  });

  it('gives every unit of the text to exactly those stretches that cover it', () => {
    const stretch = fc.record({ start: fc.nat(30), end: fc.nat(32), owner: fc.nat() });
    fc.assert(
      fc.property(fc.nat(30), fc.array(stretch, { maxLength: 12 }), (length, stretches) => {
        const named = stretches.map((one, owner) => ({ ...one, owner }));
        const segments = cutSegments(length, named);
        expect(segments.map(({ start, end }) => end - start).reduce((sum, size) => sum + size, 0)).toBe(length);
        const inside = named.filter(({ start, end }) => start < end && end <= length);
        for (const { start, end, owners } of segments) {
          for (let at = start; at < end; at++)
            expect([...owners].sort()).toEqual(
              inside
                .filter((one) => one.start <= at && at < one.end)
                .map(({ owner }) => owner)
                .sort(),
            );
        }
        const begun = segments.flatMap(({ starting }) => starting);
        expect([...begun].sort()).toEqual(inside.map(({ owner }) => owner).sort());
      }),
    );
  });
});
