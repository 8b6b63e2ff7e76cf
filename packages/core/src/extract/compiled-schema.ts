import { compileGrammar } from '../grammar/index.js';
import type { CompiledGrammar, Vocabulary } from '../grammar/types.js';
import { type PromptFrame, schemaPromptIds } from '../prompt/chat-prompt.js';
import { renderSchema } from '../prompt/render-schema.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { toAnswerSchema } from './answer-schema.js';

/** A schema made ready for the embedded model: once per schema, used for every text. */
export interface CompiledSchema {
  /** same key, same prompt prefix */
  readonly key: string;
  readonly schema: JsonSchema;
  readonly answerSchema: JsonSchema;
  readonly grammar: CompiledGrammar;
  /** prompt tokens that depend on the schema only */
  readonly promptIds: readonly number[];
}

/** The embedded model writes `HH:MM` and `YYYY-MM-DDTHH:MM:SS`, and was trained on lexemes that stand alone. */
export const answerGrammarOptions = { tokenBoundary: 'lexeme', dateTimeStyle: 'local' } as const;

/** @throws {SchemaError} `unsupported_schema`, `schema_too_complex` */
export function compileSchema(schema: JsonSchema, tokenizer: Tokenizer, vocabulary: Vocabulary, frame: PromptFrame): CompiledSchema {
  const answerSchema = toAnswerSchema(schema);
  const rendered = renderSchema(schema);
  return {
    key: rendered,
    schema,
    answerSchema,
    grammar: compileGrammar(answerSchema, vocabulary, answerGrammarOptions),
    promptIds: schemaPromptIds(tokenizer, frame, rendered),
  };
}
