import type { DocumentDraft } from '../document-builder.js';
import type { Identity } from '../identify.js';
import type { ReadSettings } from '../options.js';
import type { PageImage, RenderSettings } from '../render-options.js';
import type { DocumentType } from '../types.js';

/** To the worker: read this. One task at a time. */
export interface ReadTask {
  readonly bytes: Uint8Array;
  readonly identity: Identity;
  readonly settings: ReadSettings;
}

/** To the worker: make images of the pages of this. */
export interface RenderTask {
  readonly bytes: Uint8Array;
  readonly type: DocumentType;
  readonly rendering: RenderSettings;
}

/** An error as plain data: classes do not pass between threads. */
export interface PlainError {
  readonly code?: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** From the worker. */
export type Outcome<T> = { readonly result: T } | { readonly error: PlainError };
export type ReadResult = DocumentDraft;
export type RenderResult = readonly PageImage[];
