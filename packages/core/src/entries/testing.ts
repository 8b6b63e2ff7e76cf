/** `@maaza/core/testing`: what every implementation of core's interfaces must pass, for any test framework. */
export {
  type CacheFaults,
  type CacheHarness,
  type ConformanceCase,
  cacheConformance,
  createSampleExtraction,
  type StoreHarness,
  storeConformance,
} from '../testing/index.js';
