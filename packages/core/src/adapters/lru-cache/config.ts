export interface MemoryCacheConfig {
  /** extractions kept at most, 1 … 1,000,000. @default 1000 */
  readonly maxEntries?: number;
  /** UTF-8 bytes of keys and extractions kept at most, 1 … 2^40. One that is larger alone is not kept. @default 64 MiB */
  readonly maxBytes?: number;
  /** how long an extraction is kept, 1 … 2^31 - 1. @default as long as there is room */
  readonly ttlMs?: number;
}

export const memoryCacheDefaults = Object.freeze({ maxEntries: 1000, maxBytes: 64 * 1024 * 1024 });

/** Name and highest value of each option; the lowest is 1. */
export const memoryCacheRanges = Object.freeze({ maxEntries: 1_000_000, maxBytes: 2 ** 40, ttlMs: 2 ** 31 - 1 });
