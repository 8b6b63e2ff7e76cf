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
  prefixLength: number;
  isLent: boolean;
}

const SMALLEST_CAPACITY = 256;

/** Capacities double, so that caches of one size serve many texts. */
export function capacityFor(positions: number, maxPositions: number): number {
  let capacity = SMALLEST_CAPACITY;
  while (capacity < positions) capacity *= 2;
  return Math.min(capacity, maxPositions);
}

/**
 * Keeps KV caches by the prefix that they begin with, least recently used out first, within a number of bytes.
 * A cache that is on loan is never thrown away, so the bound holds for what is idle plus the loans that are needed.
 */
export class PrefixPool {
  readonly #model: LanguageModel;
  readonly #maxBytes: number;
  /** least recently used first */
  #slots: Slot[] = [];

  constructor(model: LanguageModel, maxBytes: number) {
    this.#model = model;
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#slots.reduce((sum, slot) => sum + slot.cache.bytes, 0);
  }

  /**
   * @param prefixKey - same key, same prefix
   * @param positions - positions that will be needed in all
   */
  lend(prefixKey: string, positions: number): KvLease {
    const capacity = capacityFor(positions, this.#model.maxPositions);
    const slot = this.#idleSlot(prefixKey) ?? this.#newSlot(capacity);
    if (slot.prefixKey !== prefixKey) slot.prefixLength = 0;
    slot.prefixKey = prefixKey;
    slot.isLent = true;
    slot.cache.grow(capacity, slot.prefixLength);
    this.#slots = [...this.#slots.filter((other) => other !== slot), slot];
    this.#shrink();
    return { cache: slot.cache, cachedPositions: slot.prefixLength };
  }

  /** @param prefixLength - positions that hold the prefix now; 0 where the run did not come that far */
  giveBack(lease: KvLease, prefixLength: number): void {
    const slot = this.#slots.find((candidate) => candidate.cache === lease.cache);
    if (!slot) return;
    slot.isLent = false;
    slot.prefixLength = prefixLength;
    this.#shrink();
  }

  #idleSlot(prefixKey: string): Slot | undefined {
    return this.#slots.find((slot) => !slot.isLent && slot.prefixKey === prefixKey);
  }

  /** Takes over the oldest idle cache rather than going over the bound. */
  #newSlot(capacity: number): Slot {
    const oldest = this.#slots.find((slot) => !slot.isLent);
    if (oldest && this.bytes + oldest.cache.bytes > this.#maxBytes) return oldest;
    const slot: Slot = { cache: this.#model.createKvCache(capacity), prefixKey: undefined, prefixLength: 0, isLent: false };
    this.#slots.push(slot);
    return slot;
  }

  #shrink(): void {
    while (this.bytes > this.#maxBytes) {
      const oldest = this.#slots.find((slot) => !slot.isLent);
      if (!oldest) return;
      this.#slots = this.#slots.filter((slot) => slot !== oldest);
    }
  }
}
