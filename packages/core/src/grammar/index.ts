export { checkSchema, compileGrammar, defaultCompileOptions } from './compile-grammar.js';
export { cachedGrammar } from './grammar-cache.js';
export type {
  CompiledGrammar,
  CompileOptions,
  DateTimeStyle,
  KeyOrder,
  KeywordVerdict,
  Matcher,
  SchemaFinding,
  SchemaReport,
  TokenBoundary,
  Vocabulary,
} from './types.js';
export { createVocabulary, type VocabularyOptions } from './vocabulary/vocabulary.js';
