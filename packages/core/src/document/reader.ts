import type { AttachmentDraft, DocumentDraft } from './document-builder.js';
import type { ReadSettings } from './options.js';

/** What a reader gets beside the bytes. */
export interface ReaderContext extends ReadSettings {
  /** aborted by the caller, or because the time is up */
  readonly signal: AbortSignal;
  /** how many documents this one is in; 0 is the one that was asked for */
  readonly depth: number;
  /** Reads an attachment as a document of its own. Its failure is part of the result. */
  readAttachment(bytes: Uint8Array, name: string, mediaType: string): Promise<AttachmentDraft>;
}

/** Reads documents of one kind. Throws `DocumentError`, or whatever its parser throws, which makes the document a broken one. */
export type Reader = (bytes: Uint8Array, context: ReaderContext) => Promise<DocumentDraft>;
