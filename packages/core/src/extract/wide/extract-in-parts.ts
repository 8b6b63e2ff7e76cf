import type { JsonSchema } from '../../schema/json-schema.js';
import type { EngineAnswer, EngineRequest } from '../engine.js';

/**
 * Asks one text for the parts of a schema, one after the other, and puts the answers together. The limit of the output holds for all of them.
 * @param parts - of one object's schema, see `splitSchema`
 */
export async function extractInParts(
  request: EngineRequest,
  parts: readonly JsonSchema[],
  extract: (request: EngineRequest) => Promise<EngineAnswer>,
): Promise<EngineAnswer> {
  const answers: EngineAnswer[] = [];
  const sum = (count: (usage: EngineAnswer['usage']) => number) => answers.reduce((total, { usage }) => total + count(usage), 0);
  const outputTokens = () => sum((usage) => usage.outputTokens);
  for (const schema of parts) {
    const maxOutputTokens = Math.max(1, request.maxOutputTokens - outputTokens());
    answers.push(await extract({ ...request, schema, maxOutputTokens, onPartial: undefined }));
  }
  return {
    data: Object.fromEntries(answers.flatMap(({ data }) => Object.entries(data as object))),
    fields: Object.fromEntries(answers.flatMap(({ fields }) => Object.entries(fields))),
    missing: answers.flatMap(({ missing }) => missing),
    truncated: answers.some(({ truncated }) => truncated),
    usage: { inputTokens: sum((usage) => usage.inputTokens), outputTokens: outputTokens(), modelCalls: sum((usage) => usage.modelCalls) },
  };
}
