export { type CacheFaults, type CacheHarness, cacheConformance } from './cache-conformance.js';
export type { ConformanceCase } from './conformance-case.js';
export { createSampleExtraction } from './sample-extraction.js';
export { type StoreHarness, storeConformance } from './store-conformance.js';
