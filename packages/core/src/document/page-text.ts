import type { Run } from './text-map.js';
import type { Box, PageSize } from './types.js';

/** A piece of text as a page draws it: a word, or a run of text. */
export interface TextItem {
  readonly text: string;
  readonly box: Box;
  readonly run: Run;
  /** written from right to left */
  readonly isRightToLeft?: boolean;
  /** all letters are equally wide */
  readonly isMonospaced?: boolean;
  /** a value that was filled in, which is drawn apart from the page's own text */
  readonly isField?: boolean;
}

/** What a page draws, in the order in which it draws it. */
export interface PageText {
  readonly size: PageSize;
  readonly items: readonly TextItem[];
}

/** A document whose pages are read one by one. */
export interface PagedText {
  readonly pageCount: number;
  /** @param index - from 0 */
  readPage(index: number): Promise<PageText>;
  dispose(): Promise<void>;
}

/** One byte a pixel, row by row, 0 is black. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Four bytes a pixel, row by row: red, green, blue, and one that says nothing. */
export interface ColourImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Words that were recognised on an image, line by line, in the order of reading. Boxes are in pixels of the image. */
export interface RecognisedText {
  readonly lines: readonly (readonly RecognisedWord[])[];
}

export interface RecognisedWord {
  readonly text: string;
  readonly box: Box;
  /** 0 to 100 */
  readonly confidence: number;
}
