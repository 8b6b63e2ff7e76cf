import type { KvCache, LanguageModel } from './language-model.js';

/** A KV cache on loan: nobody else uses it until it is given back. */
export interface KvLease {
  readonly cache: KvCache;
  /** positions at its beginning that hold the wanted prefix */
  readonly cachedPositions: number;
}

interface Slot {
  readonly cache: KvCache;
  prefixKey: string | undefined;
  /** positions that hold the prefix, whatever is written behind them */
  prefixLength: number;
  isLent: boolean;
}

/** Others with the same prefix wait for the first that reads it, and copy it then. */
interface Reading {
  readonly done: Promise<void>;
  readonly finish: () => void;
  readonly slot: Slot;
}

const CAPACITY_STEP = 1024;

/** Capacities come in steps, so that one cache serves many texts without growing; what a text does not use of it takes no memory. */
export function capacityFor(positions: number, maxPositions: number): number {
  return Math.min(Math.ceil(positions / CAPACITY_STEP) * CAPACITY_STEP, maxPositions);
}

/**
 * Keeps KV caches by the prefix that they begin with, least recently used out first. What is idle is thrown away beyond a number of bytes
 * once nothing is on loan any more: until then the next of several texts under way takes it over. Of the last one at least the prefix stays.
 */
export class PrefixPool {
  readonly #model: LanguageModel;
  readonly #maxBytes: number;
  /** least recently used first */
  #slots: Slot[] = [];
  readonly #readings = new Map<string, Reading>();

  constructor(model: LanguageModel, maxBytes: number) {
    this.#model = model;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.cache.bytes, 0);
  }

  /**
   * Where another loan is just reading the same prefix, waits until it has.
   * @param prefixKey - same key, same prefix
   * @param positions - positions that will be needed in all
   */
  async lend(prefixKey: string, positions: number): Promise<KvLease> {
    const capacity = capacityFor(positions, this.#model.maxPositions);
    for (;;) {
      const holders = this.#slots.filter((slot) => slot.prefixKey === prefixKey && slot.prefixLength > 0);
      const idle = holders.find(({ isLent }) => !isLent);
      if (idle) {
        idle.cache.grow(capacity, idle.prefixLength);
        return this.#lendSlot(idle);
      }
      const reading = this.#readings.get(prefixKey);
      if (!reading) return this.#lendNew(prefixKey, capacity, holders[0]);
      await reading.done;
    }
  }

  /** @param source - holds the same prefix, for somebody else */
  #lendNew(prefixKey: string, capacity: number, source: Slot | undefined): KvLease {
    const slot = this.#freeSlot(capacity);
    slot.prefixKey = prefixKey;
    slot.prefixLength = 0;
    slot.cache.grow(capacity, 0);
    if (source) {
      slot.cache.copyFrom(source.cache, source.prefixLength);
      slot.prefixLength = source.prefixLength;
    } else this.#announce(prefixKey, slot);
    return this.#lendSlot(slot);
  }

  #lendSlot(slot: Slot): KvLease {
    slot.isLent = true;
    this.#slots = [...this.#slots.filter((other) => other !== slot), slot];
    return { cache: slot.cache, cachedPositions: slot.prefixLength };
  }

  #announce(prefixKey: string, slot: Slot): void {
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#readings.set(prefixKey, { done, finish, slot });
  }

  #endReading(slot: Slot): void {
    const reading = slot.prefixKey === undefined ? undefined : this.#readings.get(slot.prefixKey);
    if (reading?.slot !== slot) return;
    this.#readings.delete(slot.prefixKey!);
    reading.finish();
  }

  /** Tells that the first `prefixLength` positions of a loan hold its prefix from now on. */
  holdsPrefix(lease: KvLease, prefixLength: number): void {
    const slot = this.#slotOf(lease);
    if (slot.prefixLength > 0) return;
    slot.prefixLength = prefixLength;
    this.#endReading(slot);
  }

  giveBack(lease: KvLease): void {
    const slot = this.#slotOf(lease);
    slot.isLent = false;
    this.#endReading(slot);
    if (this.#slots.every(({ isLent }) => !isLent)) this.#shrink();
  }

  #slotOf({ cache }: KvLease): Slot {
    return this.#slots.find((slot) => slot.cache === cache)!;
  }

  /**
   * Takes over an idle cache rather than going over the bound: the oldest that is large enough, since a new one costs more than its memory (the
   * garbage collector is called for every 64 MB of buffers).
   */
  #freeSlot(capacity: number): Slot {
    const idle = this.#slots.filter((slot) => !slot.isLent);
    const oldest = idle.find(({ cache }) => cache.capacity >= capacity) ?? idle[0];
    if (oldest && this.bytes + oldest.cache.bytes > this.#maxBytes) return oldest;
    const slot: Slot = { cache: this.#model.createKvCache(capacity), prefixKey: undefined, prefixLength: 0, isLent: false };
    this.#slots.push(slot);
    return slot;
  }

  /** Of the cache that was used last the prefix stays in any case: the next text is likely to have the same schema. */
  #shrink(): void {
    while (this.#slots.length > 1 && this.bytes > this.#maxBytes) this.#slots.shift()!.cache.release();
    const [last] = this.#slots;
    if (last && this.bytes > this.#maxBytes) last.cache.trim(capacityFor(last.prefixLength, this.#model.maxPositions), last.prefixLength);
  }
}
