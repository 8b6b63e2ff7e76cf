import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { atPointer } from '../../src/extract/json-pointer.js';
import type { ExtractionStream, PartialExtraction } from '../../src/index.js';

/** All parts of a stream, and what it ended with. */
export async function readAll(stream: ExtractionStream): Promise<{ parts: PartialExtraction[]; data: unknown; runs: number }> {
  const parts: PartialExtraction[] = [];
  for await (const part of stream) parts.push(structuredClone(part));
  const { data, usage } = await stream.extraction;
  return { parts, data, runs: usage.modelCalls };
}

/** Members and items that are there are those of the whole; of a list they are its beginning. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null || typeof whole !== 'object' || whole === null) return Object.is(part, whole);
  if (Array.isArray(part) !== Array.isArray(whole)) return false;
  return Object.entries(part).every(
    ([key, member]) => Object.hasOwn(whole, key) && isPartOf(member, (whole as Record<string, unknown>)[key]),
  );
}

/** What is promised of every stream: see `ExtractionStream`. */
export function expectFinalParts(parts: readonly PartialExtraction[], data: unknown): void {
  const closed: string[] = [];
  for (const [i, part] of parts.entries()) {
    closed.push(...part.closed);
    expect(part.closed.length).toBeGreaterThan(0);
    if (i > 0) expect(isPartOf(parts[i - 1]!.data, part.data)).toBe(true);
    for (const pointer of closed)
      if (!isDeepStrictEqual(atPointer(part.data, pointer), atPointer(data, pointer)))
        expect.fail(`${pointer} was said to be complete, and then was not: ${JSON.stringify([part.data, data])}`);
  }
  expect(new Set(closed).size).toBe(closed.length);
  expect(parts.at(-1)!.closed).toContain('');
  expect(parts.at(-1)!.data).toEqual(data);
}
