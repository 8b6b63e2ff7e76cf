import { checkSchema as checkGrammar } from '../grammar/index.js';
import type { SchemaReport } from '../grammar/types.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { toAnswerSchema } from './answer-schema.js';

/**
 * What the embedded engine does with each keyword of a schema: enforced while decoding, checked after, or refused. Runs nothing.
 * @throws {SchemaError} `invalid_schema`
 */
export function checkSchema(schema: JsonSchema): SchemaReport {
  return checkGrammar(toAnswerSchema(schema));
}
