import type { MaazaError } from '../errors/index.js';
import type { TextMap } from './text-map.js';

/** Every kind of document that is read. `text` is whatever is text and none of the others. */
export const documentTypes = [
  'text',
  'markdown',
  'json',
  'csv',
  'html',
  'eml',
  'pdf',
  'png',
  'jpeg',
  'webp',
  'tiff',
  'docx',
  'xlsx',
  'ods',
] as const;

export type DocumentType = (typeof documentTypes)[number];

/** A rectangle from the top left corner of a page, x to the right and y down. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What boxes are measured in: `pt` (1/72 inch, PDF), `px` (pixels of the image as it is shown, after its EXIF orientation), or `cell`
 * (columns and rows of a sheet, the first being 0).
 */
export type PageUnit = 'pt' | 'px' | 'cell';

/** Size of a page as it is shown, its rotation included. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
  readonly unit: PageUnit;
}

/** One page, image or sheet. A kind without pages (a mail, a web page, DOCX) is one page without a size. */
export interface DocumentPage {
  /** from 1 */
  readonly number: number;
  /** UTF-16 offset of its text in the document's text */
  readonly start: number;
  readonly end: number;
  readonly size?: PageSize;
  /** name of the sheet */
  readonly name?: string;
  /** the text was recognised on an image of the page */
  readonly isRecognised: boolean;
  /** 0 to 1: mean confidence of the recognised words */
  readonly confidence?: number;
}

/** A part of a mail. Exactly one of `document`, `error` and `bytes` is there. */
export interface Attachment {
  readonly name: string;
  readonly mediaType: string;
  readonly document?: MaazaDocument;
  /** why it could not be read; the mail itself could */
  readonly error?: MaazaError;
  /** the file as it is, with `attachments: 'bytes'` */
  readonly bytes?: Uint8Array;
}

/** The text of a document, and where each part of it stands. Goes into `extractJson` as it is. */
export interface MaazaDocument {
  readonly type: DocumentType;
  readonly text: string;
  readonly pages: readonly DocumentPage[];
  /** from UTF-16 offsets of `text` back to page and box */
  readonly map: TextMap;
  /** of a mail; empty for every other kind */
  readonly attachments: readonly Attachment[];
}
