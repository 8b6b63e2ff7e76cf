import type { DocumentDraft } from '../document-builder.js';
import type { Identity } from '../identify.js';
import type { ReadSettings } from '../options.js';

/** To the worker: read this. One at a time. */
export interface ReadTask {
  readonly bytes: Uint8Array;
  readonly identity: Identity;
  readonly settings: ReadSettings;
}

/** An error as plain data: classes do not pass between threads. */
export interface PlainError {
  readonly code?: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** From the worker. */
export type ReadOutcome = { readonly draft: DocumentDraft } | { readonly error: PlainError };
