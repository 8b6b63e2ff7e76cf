import { type PlacedStretches, RUNS, type Run, TextMap, type WHOLE } from './text-map.js';
import type { Box, DocumentPage, DocumentType, MaazaDocument, PageSize } from './types.js';
import { overLimit } from './unreadable.js';

/** What a reader found, as plain data: `toDocument` puts the map on top. */
export interface DocumentDraft {
  readonly type: DocumentType;
  readonly text: string;
  readonly pages: readonly DocumentPage[];
  readonly stretches: PlacedStretches;
  readonly attachments: readonly AttachmentDraft[];
}

export interface AttachmentDraft {
  readonly name: string;
  readonly mediaType: string;
  readonly draft?: DocumentDraft;
  readonly error?: unknown;
  readonly bytes?: Uint8Array;
}

interface PageOptions {
  readonly size?: PageSize;
  readonly name?: string;
  readonly isRecognised?: boolean;
}

/** Between two pages: a blank line, which belongs to none. */
const PAGE_BREAK = '\n\n';

/** Puts the text of a document together, and keeps where each stretch of it stands. */
export class DocumentBuilder {
  readonly #maxTextLength: number;
  readonly #chunks: string[] = [];
  readonly #pages: DocumentPage[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #pageOf: number[] = [];
  readonly #boxes: number[] = [];
  readonly #runs: number[] = [];
  #length = 0;

  constructor(limits: { readonly maxTextLength: number }) {
    this.#maxTextLength = limits.maxTextLength;
  }

  /** Begins the next page. */
  startPage({ size, name, isRecognised = false }: PageOptions = {}): void {
    if (this.#pages.length > 0 && this.#length > this.#pages.at(-1)!.start) this.#push(PAGE_BREAK);
    this.#pages.push({ number: this.#pages.length + 1, start: this.#length, end: this.#length, size, name, isRecognised });
  }

  /** Adds text to the page that was begun last; with a box, as one stretch. */
  append(text: string, box?: Box, run: Run | typeof WHOLE = RUNS.right): void {
    if (text === '') return;
    if (box) {
      this.#starts.push(this.#length);
      this.#ends.push(this.#length + text.length);
      this.#pageOf.push(this.#pages.length);
      this.#boxes.push(box.x, box.y, box.width, box.height);
      this.#runs.push(run);
    }
    this.#push(text);
    this.#pages[this.#pages.length - 1] = { ...this.#pages.at(-1)!, end: this.#length };
  }

  /** How sure the recognition of the page that was begun last is, 0 to 1. */
  setConfidence(confidence: number): void {
    this.#pages[this.#pages.length - 1] = { ...this.#pages.at(-1)!, confidence };
  }

  finish(type: DocumentType, attachments: readonly AttachmentDraft[] = []): DocumentDraft {
    return {
      type,
      text: this.#chunks.join(''),
      pages: this.#pages,
      attachments,
      stretches: {
        starts: Int32Array.from(this.#starts),
        ends: Int32Array.from(this.#ends),
        pages: Int32Array.from(this.#pageOf),
        boxes: Float32Array.from(this.#boxes),
        runs: Uint8Array.from(this.#runs),
      },
    };
  }

  #push(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#maxTextLength)
      throw overLimit('maxTextLength', this.#maxTextLength, this.#length, 'holds a text that is too long');
    this.#chunks.push(text);
  }
}

/** One page without a size: a kind that flows. */
export function flowingDraft(type: DocumentType, text: string, limits: { readonly maxTextLength: number }): DocumentDraft {
  const builder = new DocumentBuilder(limits);
  builder.startPage();
  builder.append(text);
  return builder.finish(type);
}

/** @param reviveError - errors come back from another thread as plain data */
export function toDocument(
  { type, text, pages, stretches, attachments }: DocumentDraft,
  reviveError: (error: unknown) => Error,
): MaazaDocument {
  return {
    type,
    text,
    pages,
    map: new TextMap(stretches, pages),
    attachments: attachments.map(({ name, mediaType, draft, bytes, error }) => ({
      name,
      mediaType,
      ...(draft && { document: toDocument(draft, reviveError) }),
      ...(bytes && { bytes }),
      ...(!draft && !bytes && { error: reviveError(error) as never }),
    })),
  };
}
