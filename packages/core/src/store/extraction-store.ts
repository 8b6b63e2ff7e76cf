import type { Extraction } from '../extract/types.js';

export interface ListOptions {
  /** extractions on one page, 1 … 1000. @default 50 */
  readonly limit?: number;
  /** `nextCursor` of the page before; the first page without it */
  readonly cursor?: string;
}

export interface ExtractionPage {
  /** newest first: by `created`, and within one second the one that was saved last */
  readonly items: readonly Extraction[];
  /** absent on the last page */
  readonly nextCursor?: string;
}

/**
 * Where finished extractions are kept. All methods reject with a `StoreError` `store_unavailable` where the store cannot be reached,
 * and `disposed` after `dispose()`.
 */
export interface ExtractionStore {
  /** Keeps a copy. An extraction with the same id is replaced, and keeps its place among those of the same second. */
  save(extraction: Extraction): Promise<void>;
  /** @returns a copy of the caller's own, or undefined */
  get(id: string): Promise<Extraction | undefined>;
  /**
   * One page. Following the cursors meets each extraction that stays at most once, whatever is saved or deleted meanwhile.
   * @throws {RequestError} `invalid_request` for a limit outside its range or a cursor that was not given by a page
   */
  list(options?: ListOptions): Promise<ExtractionPage>;
  /** @returns whether there was one */
  delete(id: string): Promise<boolean>;
  count(): Promise<number>;
  /** Closes what the store opened itself. May be called twice. */
  dispose(): Promise<void>;
}
