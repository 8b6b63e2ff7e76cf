import { RequestError, StoreError } from '../errors/index.js';
import type { Extraction } from '../extract/types.js';
import { readExtraction, writeExtraction } from './extraction-json.js';
import type { ExtractionPage, ExtractionStore, ListOptions } from './extraction-store.js';
import { type ListPosition, resolveListOptions, writeCursor } from './page.js';

export interface MemoryStoreConfig {
  /** extractions kept at most, 1 … 1,000,000; the one that was saved first goes first. @default 1000 */
  readonly maxEntries?: number;
}

export const memoryStoreDefaults = Object.freeze({ maxEntries: 1000 });

interface Row extends ListPosition {
  /** text, so that a caller who changes an extraction changes nothing here */
  readonly json: string;
}

const newestFirst = (a: ListPosition, b: ListPosition) => b.created - a.created || b.sequence - a.sequence;

class MemoryStore implements ExtractionStore {
  /** by id, in the order of the first save */
  readonly #rows = new Map<string, Row>();
  readonly #maxEntries: number;
  #saves = 0;
  #isDisposed = false;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  async save(extraction: Extraction): Promise<void> {
    const rows = this.#open();
    const sequence = rows.get(extraction.id)?.sequence ?? ++this.#saves;
    rows.set(extraction.id, { created: extraction.created, sequence, json: writeExtraction(extraction) });
    if (rows.size > this.#maxEntries) rows.delete(rows.keys().next().value!);
  }

  async get(id: string): Promise<Extraction | undefined> {
    const row = this.#open().get(id);
    return row && readExtraction(row.json);
  }

  async list(options?: ListOptions): Promise<ExtractionPage> {
    const { limit, after } = resolveListOptions(options);
    const rows = [...this.#open().values()].filter((row) => after === undefined || newestFirst(row, after) > 0).sort(newestFirst);
    const page = rows.slice(0, limit);
    return {
      items: page.map((row) => readExtraction(row.json)),
      ...(rows.length > limit && { nextCursor: writeCursor(page.at(-1)!) }),
    };
  }

  async delete(id: string): Promise<boolean> {
    return this.#open().delete(id);
  }

  async count(): Promise<number> {
    return this.#open().size;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#rows.clear();
  }

  #open(): Map<string, Row> {
    if (this.#isDisposed) throw new StoreError('disposed', 'the store was used after dispose()');
    return this.#rows;
  }
}

/**
 * An `ExtractionStore` in this process: gone when it ends, and bounded.
 * @throws {RequestError} `invalid_request`
 */
export function createMemoryStore(config: MemoryStoreConfig = {}): ExtractionStore {
  const { maxEntries } = { ...memoryStoreDefaults, ...config };
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > 1_000_000) {
    throw new RequestError('invalid_request', `maxEntries is an integer from 1 to 1000000, not ${maxEntries}`, {
      details: { option: 'maxEntries' },
    });
  }
  return new MemoryStore(maxEntries);
}
