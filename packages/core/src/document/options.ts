import { type DocumentLimits, resolveDocumentLimits, wrong } from './limits.js';
import { type DocumentType, documentTypes } from './types.js';

export interface ReadDocumentOptions {
  /** what the bytes are, where it is known. Bytes that are evidently something else are refused. @default found out from the bytes */
  readonly type?: DocumentType;
  readonly limits?: Partial<DocumentLimits>;
  /**
   * When pages of a PDF are read from their image: where a page holds no text to speak of, always, or never. Images are always
   * read that way. @default 'auto'
   */
  readonly recognise?: 'auto' | 'always' | 'never';
  /**
   * `article` keeps the main text of a web page, `raw` all of it with the values of its forms, `auto` the main text where the page is mostly
   * that. @default 'auto'
   */
  readonly html?: 'auto' | 'article' | 'raw';
  /** What becomes of the attachments of a mail: `read` as documents, or kept as `bytes`, which costs nothing. @default 'read' */
  readonly attachments?: 'read' | 'bytes';
  /**
   * `worker`: kinds that a foreign parser reads are read in a worker thread, so that `limits` holds whatever the file does to the parser.
   * `none`: on the calling thread, where a parser that does not return cannot be stopped. @default 'worker'
   */
  readonly isolation?: 'worker' | 'none';
  readonly signal?: AbortSignal;
}

/** The options that travel with a document to whoever reads it: plain data. */
export interface ReadSettings {
  readonly type?: DocumentType;
  readonly limits: DocumentLimits;
  readonly recognise: 'auto' | 'always' | 'never';
  readonly html: 'auto' | 'article' | 'raw';
  readonly attachments: 'read' | 'bytes';
}

export interface ResolvedReadOptions {
  readonly settings: ReadSettings;
  readonly isolation: 'worker' | 'none';
  readonly signal?: AbortSignal;
}

const choices = {
  type: documentTypes,
  recognise: ['auto', 'always', 'never'],
  html: ['auto', 'article', 'raw'],
  attachments: ['read', 'bytes'],
  isolation: ['worker', 'none'],
} as const satisfies Record<string, readonly string[]>;

const known = [...Object.keys(choices), 'limits', 'signal'];

/** @throws {RequestError} `invalid_request` */
export function resolveReadOptions(options: ReadDocumentOptions = {}): ResolvedReadOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options);
  for (const option of Object.keys(options)) if (!known.includes(option)) throw wrong(option, `one of ${known.join(', ')}`, option);
  for (const [option, allowed] of Object.entries(choices)) {
    const value = options[option as keyof typeof choices];
    if (value !== undefined && !(allowed as readonly string[]).includes(value)) throw wrong(option, `one of ${allowed.join(', ')}`, value);
  }
  const { type, recognise = 'auto', html = 'auto', attachments = 'read', isolation = 'worker', signal } = options;
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw wrong('signal', 'an AbortSignal', 'other');
  return { settings: { type, recognise, html, attachments, limits: resolveDocumentLimits(options.limits) }, isolation, signal };
}
