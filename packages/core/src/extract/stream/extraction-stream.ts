import { RequestError } from '../../errors/index.js';
import type { Extraction } from '../types.js';
import type { SettledPart } from './settle-partial.js';

/** A type with every member of every object optional: not all of it is known yet. */
export type PartialData<T> = T extends readonly (infer Item)[]
  ? readonly PartialData<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]?: PartialData<T[Key]> }
    : T;

/** What is known of the data at one moment. */
export interface PartialExtraction<P = unknown> {
  /** Final as far as it goes: values never change, objects only gain members, and lists items. The last one is the whole. */
  readonly data: P;
  /**
   * JSON pointers of the values, objects and lists that are complete since the partial before; also of values that the text does not give, which
   * are not in `data`. Of the last one '' is among them.
   */
  readonly closed: readonly string[];
}

/** An extraction under way, part by part; it can be read once. To leave the loop before its end aborts the extraction. */
export interface ExtractionStream<T = unknown, P = unknown> extends AsyncIterable<PartialExtraction<P>> {
  /** The whole extraction, whether the parts are read or not; a schema library has had its word on `data` then. */
  readonly extraction: Promise<Extraction<T>>;
}

/** Parts that were not read yet are one: a slow reader misses steps, never values, and nothing piles up. */
class PartFeed {
  readonly #announced = new Set<string>();
  #unread: PartialExtraction | undefined;
  #hasEnded = false;
  #wake: () => void = () => undefined;

  push(part: SettledPart | undefined): void {
    if (part === undefined) return;
    const closed = part.closed.filter((pointer) => !this.#announced.has(pointer));
    if (closed.length === 0) return;
    for (const pointer of closed) this.#announced.add(pointer);
    this.#unread = { data: part.data, closed: [...(this.#unread?.closed ?? []), ...closed] };
    this.#wake();
  }

  end(): void {
    this.#hasEnded = true;
    this.#wake();
  }

  /** @returns undefined at the end */
  async next(): Promise<PartialExtraction | undefined> {
    while (this.#unread === undefined && !this.#hasEnded)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    const part = this.#unread;
    this.#unread = undefined;
    return part;
  }
}

/**
 * Runs an extraction at once and makes a stream of its parts.
 * @param run - is told where to bring the parts, and by which signal it is stopped
 */
export function createExtractionStream<T, P>(
  run: (onPart: (part: SettledPart | undefined) => void, stopped: AbortSignal) => Promise<Extraction<T>>,
): ExtractionStream<T, P> {
  const feed = new PartFeed();
  const stop = new AbortController();
  const extraction = run((part) => feed.push(part), stop.signal).finally(() => feed.end());
  // Whoever reads the parts only is told there.
  extraction.catch(() => undefined);
  let isRead = false;
  async function* read(): AsyncGenerator<PartialExtraction<P>, void, undefined> {
    let isWhole = false;
    try {
      for (let part = await feed.next(); part; part = await feed.next()) yield part as PartialExtraction<P>;
      isWhole = true;
      await extraction;
    } finally {
      if (!isWhole) stop.abort();
    }
  }
  return {
    extraction,
    [Symbol.asyncIterator]() {
      if (isRead) throw new RequestError('invalid_request', 'a stream can be read once');
      isRead = true;
      return read();
    },
  };
}
