import { type DocumentLimits, resolveDocumentLimits, wrong } from './limits.js';

/** An image of one page, ready to be shown. */
export interface PageImage {
  /** of the page, from 1 */
  readonly number: number;
  readonly mediaType: 'image/webp';
  /** pixels */
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

export interface RenderPagesOptions {
  /** numbers of the pages that are wanted, from 1. @default all */
  readonly pages?: readonly number[];
  /** pixels of the longer side of an image, at most, 16 to 10_000; a smaller page is not enlarged. @default 1_600 */
  readonly maxSide?: number;
  readonly limits?: Partial<DocumentLimits>;
  /** as in `readDocument`. @default 'worker' */
  readonly isolation?: 'worker' | 'none';
  readonly signal?: AbortSignal;
}

/** The options that travel with a document to whoever renders it: plain data. */
export interface RenderSettings {
  readonly pages?: readonly number[];
  readonly maxSide: number;
  readonly limits: DocumentLimits;
}

interface ResolvedRenderOptions {
  readonly rendering: RenderSettings;
  readonly isolation: 'worker' | 'none';
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_SIDE = 1600;
const known = ['pages', 'maxSide', 'limits', 'isolation', 'signal'];

/** @throws {RequestError} `invalid_request` */
export function resolveRenderOptions(options: RenderPagesOptions = {}): ResolvedRenderOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options);
  for (const option of Object.keys(options)) if (!known.includes(option)) throw wrong(option, `one of ${known.join(', ')}`, option);
  const { pages, maxSide = DEFAULT_MAX_SIDE, isolation = 'worker', signal } = options;
  const isPageList = (list: unknown) => Array.isArray(list) && list.every((number) => Number.isInteger(number) && number >= 1);
  if (pages !== undefined && !isPageList(pages)) throw wrong('pages', 'a list of page numbers, from 1', pages);
  if (!(Number.isInteger(maxSide) && maxSide >= 16 && maxSide <= 10_000)) throw wrong('maxSide', 'an integer from 16 to 10000', maxSide);
  if (isolation !== 'worker' && isolation !== 'none') throw wrong('isolation', 'one of worker, none', isolation);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') throw wrong('signal', 'an AbortSignal', 'other');
  return { rendering: { pages, maxSide, limits: resolveDocumentLimits(options.limits) }, isolation, signal };
}
