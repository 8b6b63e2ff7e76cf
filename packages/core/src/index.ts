export type { AjvValidatorConfig, FormatMode } from './adapters/ajv/index.js';
export { createAjvValidator } from './adapters/ajv/index.js';
export type { MemoryCacheConfig } from './adapters/lru-cache/index.js';
export { createMemoryCache } from './adapters/lru-cache/index.js';
export type { InferData, InferInput, SchemaInput } from './adapters/standard-schema/index.js';
export { type Cache, type CacheKeyParts, cacheKey, noCache } from './cache/index.js';
export {
  AbortedError,
  DecodeError,
  DependencyError,
  DocumentError,
  type ErrorCode,
  type ErrorDetails,
  errorCodes,
  GrammarError,
  MaazaError,
  ModelError,
  RequestError,
  SchemaError,
  StoreError,
  ValidationError,
} from './errors/index.js';
export { checkSchema } from './extract/check-schema.js';
export { createEmbeddedEngine, type EmbeddedEngineOptions } from './extract/embedded-engine.js';
export type { Engine, EngineAnswer, EngineRequest, ExtractionProgress, PartialAnswer } from './extract/engine.js';
export type { ExtractManyItem } from './extract/extract-many.js';
export { createExtractor, type Extractor } from './extract/extractor.js';
export {
  defaultExtractOptions,
  defaultLimits,
  type ExtractOptions,
  type ExtractorLimits,
  type ExtractorOptions,
} from './extract/options.js';
export { extractJson, extractMany } from './extract/shared-extractor.js';
export type { ExtractionStream, PartialData, PartialExtraction } from './extract/stream/extraction-stream.js';
export type {
  ExtractedField,
  Extraction,
  ExtractionError,
  ExtractionUsage,
  JsonSchema,
  JsonValue,
  NullReason,
  OffsetUnit,
  TextInput,
} from './extract/types.js';
export type { KeywordVerdict, SchemaFinding, SchemaReport } from './grammar/index.js';
export type { BeforeRule, CustomRule, Rule, SumRule } from './ground/index.js';
export type { ModelManifest } from './model/manifest.js';
export { type ModelFolder, openModelFolder, verifyModelFolder } from './model/model-folder.js';
export type { DateOrder, DecimalMark } from './normalise/index.js';
export { createMemoryStore, type ExtractionPage, type ExtractionStore, type ListOptions, type MemoryStoreConfig } from './store/index.js';
export type { CompiledValidator, ValidationIssue, ValidationResult, Validator } from './validate/index.js';
