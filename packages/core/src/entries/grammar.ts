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
} from '../grammar/index.js';
export { checkSchema, compileGrammar, createVocabulary, defaultCompileOptions, type VocabularyOptions } from '../grammar/index.js';
