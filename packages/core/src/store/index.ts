export { readExtraction, writeExtraction } from './extraction-json.js';
export type { ExtractionPage, ExtractionStore, ListOptions } from './extraction-store.js';
export { createMemoryStore, type MemoryStoreConfig } from './memory-store.js';
export { type ListPosition, type ResolvedListOptions, resolveListOptions, writeCursor } from './page.js';
