import { checkSchema as checkGrammar } from '../grammar/index.js';
import type { SchemaReport } from '../grammar/types.js';
import type { JsonSchema } from '../schema/json-schema.js';
import { toAnswerSchema } from './answer-schema.js';
import { answerGrammarOptions } from './compiled-schema.js';

/**
 * What the embedded engine does with each keyword of a schema: enforced while decoding, checked after, or refused. Runs nothing.
 * Pointers lead into the schema as it was given.
 * @throws {SchemaError} `invalid_schema`, `schema_too_complex`
 */
export function checkSchema(schema: JsonSchema): SchemaReport {
  const report = checkGrammar(schema, answerGrammarOptions);
  if (!report.supported) return report;
  // The answer is held to a schema of its own, in which optional values may be null; what only that one refuses counts too.
  const answerReport = checkGrammar(toAnswerSchema(schema), answerGrammarOptions);
  return answerReport.supported ? report : answerReport;
}
