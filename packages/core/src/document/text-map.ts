import type { Box } from './types.js';

/** Which way text runs on the page as it is shown. */
export const RUNS = { right: 0, down: 1, left: 2, up: 3 } as const;
export type Run = (typeof RUNS)[keyof typeof RUNS];
/** Instead of a run: parts of the stretch have no place of their own. */
export const WHOLE = 4;

/** Stretches of text with a place, in the order of the text and without overlap. Plain data, so that it passes between threads. */
export interface PlacedStretches {
  /** UTF-16 offsets */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** page numbers, from 1 */
  readonly pages: Int32Array;
  /** x, y, width, height of each */
  readonly boxes: Float32Array;
  /** `Run` of each, or `WHOLE` */
  readonly runs: Uint8Array;
}

/** A place on a page. The box is absent where the kind of document has none. */
export interface TextPlace {
  readonly page: number;
  readonly box?: Box;
}

interface PageRange {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Leads UTF-16 offsets of a document's text back to page and box. A box is exact for a whole stretch as the document draws it (a word, a run of
 * text, a cell); inside of one, characters are taken as equally wide.
 */
export class TextMap {
  readonly #stretches: PlacedStretches;
  readonly #pages: readonly PageRange[];

  constructor(stretches: PlacedStretches, pages: readonly PageRange[]) {
    this.#stretches = stretches;
    this.#pages = pages;
  }

  /** Where the character at an offset stands; `undefined` outside of the text. White space between two stretches has a page and no box. */
  at(offset: number): TextPlace | undefined {
    const page = this.#pages.find(({ start, end }) => offset >= start && offset < end);
    if (!page) return undefined;
    const [first] = this.find(offset, offset + 1);
    return first ?? { page: page.number };
  }

  /** The places that `text.slice(start, end)` covers: one box for each line, in the order of the text. */
  find(start: number, end: number): readonly TextPlace[] {
    const { starts, ends, pages } = this.#stretches;
    const places: { page: number; box: Box }[] = [];
    for (let index = this.#firstAfter(start); index < starts.length && starts[index]! < end; index++) {
      const box = this.#partOf(index, Math.max(start, starts[index]!), Math.min(end, ends[index]!));
      const last = places.at(-1);
      if (last && last.page === pages[index]! && isSameLine(last.box, box)) last.box = union(last.box, box);
      else places.push({ page: pages[index]!, box });
    }
    if (places.length > 0) return places;
    return this.#pages.filter((page) => page.start < end && page.end > start && start < end).map(({ number }) => ({ page: number }));
  }

  /** The first stretch that ends behind the offset. */
  #firstAfter(offset: number): number {
    const { ends } = this.#stretches;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #partOf(index: number, from: number, to: number): Box {
    const { starts, ends, boxes, runs } = this.#stretches;
    const [x, y, width, height] = boxes.subarray(4 * index, 4 * index + 4) as unknown as [number, number, number, number];
    const length = ends[index]! - starts[index]!;
    const before = (from - starts[index]!) / length;
    const after = (ends[index]! - to) / length;
    const share = 1 - before - after;
    const box = { x, y, width, height };
    return share === 1 || runs[index] === WHOLE ? box : partOfBox(box, runs[index] as Run, before, share);
  }
}

/**
 * A part of the box of a stretch.
 * @param before - share of it that stands before the part, the way the text runs
 * @param share - of the part itself
 */
export function partOfBox({ x, y, width, height }: Box, run: Run, before: number, share: number): Box {
  switch (run) {
    case RUNS.right:
      return { x: x + before * width, y, width: share * width, height };
    case RUNS.left:
      return { x: x + (1 - before - share) * width, y, width: share * width, height };
    case RUNS.down:
      return { x, y: y + before * height, width, height: share * height };
    case RUNS.up:
      return { x, y: y + (1 - before - share) * height, width, height: share * height };
  }
}

/** Side by side or one above the other with at least half of the smaller one in common. */
function isSameLine(a: Box, b: Box): boolean {
  const common = (aStart: number, aSize: number, bStart: number, bSize: number) =>
    (Math.min(aStart + aSize, bStart + bSize) - Math.max(aStart, bStart)) / Math.max(Math.min(aSize, bSize), 1e-6);
  return a.height <= a.width || b.height <= b.width ? common(a.y, a.height, b.y, b.height) > 0.5 : common(a.x, a.width, b.x, b.width) > 0.5;
}

function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
