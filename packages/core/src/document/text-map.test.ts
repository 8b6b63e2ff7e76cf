import { describe, expect, it } from 'vitest';
import { DocumentBuilder, toDocument } from './document-builder.js';
import { RUNS, WHOLE } from './text-map.js';

const revive = (error: unknown) => error as Error;

function build(write: (builder: DocumentBuilder) => void, maxTextLength = 1000) {
  const builder = new DocumentBuilder({ maxTextLength });
  write(builder);
  return toDocument(builder.finish('pdf'), revive);
}

const box = { x: 10, y: 20, width: 40, height: 8 };

describe('TextMap', () => {
  it.each([
    ['right', RUNS.right, { x: 20, y: 20, width: 20, height: 8 }],
    ['left', RUNS.left, { x: 20, y: 20, width: 20, height: 8 }],
    ['down', RUNS.down, { x: 10, y: 22, width: 40, height: 4 }],
    ['up', RUNS.up, { x: 10, y: 22, width: 40, height: 4 }],
    ['whole', WHOLE, box],
  ] as const)('takes a part of a stretch that runs %s as its share of the box', (_, run, part) => {
    const { map } = build((builder) => {
      builder.startPage();
      builder.append('abcd', box, run);
    });
    expect(map.find(1, 3)).toEqual([{ page: 1, box: part }]);
    expect(map.find(0, 4)).toEqual([{ page: 1, box }]);
  });

  it('tells the beginning from the end of a stretch by the way it runs', () => {
    const first = (run: 0 | 1 | 2 | 3) =>
      build((builder) => {
        builder.startPage();
        builder.append('abcd', box, run);
      }).map.at(0)!.box!;
    expect(first(RUNS.right)).toMatchObject({ x: 10, width: 10 });
    expect(first(RUNS.left)).toMatchObject({ x: 40, width: 10 });
    expect(first(RUNS.down)).toMatchObject({ y: 20, height: 2 });
    expect(first(RUNS.up)).toMatchObject({ y: 26, height: 2 });
  });

  it('gives one box for a line and one more for each further line and page', () => {
    const { text, map, pages } = build((builder) => {
      builder.startPage();
      builder.append('one', { x: 0, y: 0, width: 30, height: 10 });
      builder.append(' ');
      builder.append('two', { x: 40, y: 1, width: 30, height: 10 });
      builder.append('\n');
      builder.append('three', { x: 0, y: 20, width: 50, height: 10 });
      builder.startPage();
      builder.append('four', { x: 5, y: 5, width: 40, height: 10 });
    });
    expect(text).toBe('one two\nthree\n\nfour');
    expect(map.find(0, text.length)).toEqual([
      { page: 1, box: { x: 0, y: 0, width: 70, height: 11 } },
      { page: 1, box: { x: 0, y: 20, width: 50, height: 10 } },
      { page: 2, box: { x: 5, y: 5, width: 40, height: 10 } },
    ]);
    expect(pages.map(({ start, end }) => text.slice(start, end))).toEqual(['one two\nthree', 'four']);
  });

  it('knows the page of what stands between two stretches, and nothing outside of pages', () => {
    const { map } = build((builder) => {
      builder.startPage();
      builder.append('a', box);
      builder.append(' ');
      builder.append('b', box);
      builder.startPage();
      builder.append('c', box);
    });
    expect(map.at(1)).toEqual({ page: 1 });
    expect(map.find(1, 2)).toEqual([{ page: 1 }]);
    expect(map.at(3)).toBeUndefined();
    expect(map.at(-1)).toBeUndefined();
    expect(map.find(2, 2)).toEqual([]);
    expect(map.find(900, 901)).toEqual([]);
  });

  it('finds every stretch of a long text', () => {
    const { map } = build((builder) => {
      builder.startPage();
      for (let line = 0; line < 200; line++) builder.append('word', { x: 0, y: 10 * line, width: 10, height: 5 });
    });
    for (let line = 0; line < 200; line++) expect(map.at(4 * line + 2)?.box?.y).toBe(10 * line);
  });
});

describe('DocumentBuilder', () => {
  it('leaves no blank lines for empty pages', () => {
    const { text, pages } = build((builder) => {
      builder.startPage();
      builder.startPage();
      builder.append('a');
    });
    expect(text).toBe('a');
    expect(pages.map(({ start, end }) => [start, end])).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('stops at the longest text that is allowed', () => {
    const write = (length: number) => () =>
      build((builder) => {
        builder.startPage();
        builder.append('x'.repeat(length));
      }, 10);
    expect(write(10)).not.toThrow();
    expect(write(11)).toThrow(
      expect.objectContaining({ code: 'unreadable_document', details: expect.objectContaining({ limit: 'maxTextLength' }) }),
    );
  });
});
