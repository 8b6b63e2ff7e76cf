import { createHash } from 'node:crypto';
import { MaazaError, ModelError } from '../../errors/index.js';
import { pruneAnswer, toAnswerSchema, withoutRequired } from '../../extract/answer-schema.js';
import type { Engine, EngineAnswer, EngineRequest } from '../../extract/engine.js';
import { subschemasAt } from '../../extract/string-policy.js';
import type { ExtractedField, JsonValue } from '../../extract/types.js';
import { checkSchema } from '../../grammar/index.js';
import type { SchemaReport } from '../../grammar/types.js';
import { createGrounder, type Grounder } from '../../ground/index.js';
import { escapePointerSegment } from '../../json/json-pointer.js';
import { type JsonSchema, resolveSubschema } from '../../schema/json-schema.js';
import { complete, parseContent } from './client.js';
import { type OpenAiEngineConfig, type ResolvedConfig, resolveConfig } from './config.js';
import { leafProbabilities } from './leaf-probabilities.js';
import { requestBody } from './request-body.js';

const LEFT_TO_SERVER = 'left to the server, and checked after';

type Scalar = string | number | boolean | null;

class OpenAiEngine implements Engine {
  readonly modelId: string;
  readonly weightsDigest: string;
  readonly #config: ResolvedConfig;
  readonly #closing = new AbortController();

  constructor(config: ResolvedConfig) {
    const { baseUrl, model, responseFormat } = config;
    this.#config = config;
    this.modelId = model;
    // Nobody tells when the weights behind an address change; all that is known of them is where they are asked for.
    this.weightsDigest = createHash('sha256')
      .update(JSON.stringify([baseUrl, model, responseFormat]))
      .digest('hex');
  }

  /** Nothing is refused: whatever a server makes of a keyword, the answer is checked against the schema. */
  checkSchema(schema: JsonSchema): SchemaReport {
    try {
      const findings = checkSchema(schema).findings.map((finding) => ({ ...finding, verdict: 'checked' as const, reason: LEFT_TO_SERVER }));
      return { supported: true, findings };
    } catch (error) {
      // A limit of our own grammar is none of the server's.
      if (MaazaError.isInstance(error) && error.code === 'schema_too_complex') return { supported: true, findings: [] };
      throw error;
    }
  }

  async extract(request: EngineRequest): Promise<EngineAnswer> {
    if (this.#closing.signal.aborted) throw new ModelError('disposed', 'the engine was disposed');
    const { schema, required, text, signal } = request;
    const answerSchema = toAnswerSchema(required === 'trust' ? schema : withoutRequired(schema));
    const body = requestBody(this.#config, request, answerSchema);
    const completion = await complete(this.#config, body, signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal);
    const { data: answer, json, offset } = parseContent(completion);
    const { content, logprobs, inputTokens, outputTokens, finishReason } = completion;
    const probabilities = leafProbabilities(json, offset, content, logprobs ?? []);
    const missing: string[] = [];
    const data = pruneAnswer(answer, schema, (pointer, isRequired) => {
      if (isRequired) missing.push(pointer);
    });
    return {
      data,
      fields: readFields(answer, schema, createGrounder(text), probabilities),
      missing,
      truncated: finishReason === 'length',
      usage: { inputTokens, outputTokens, modelCalls: 1 },
    };
  }

  async dispose(): Promise<void> {
    this.#closing.abort();
  }
}

function* leavesOf(value: unknown, pointer = ''): Generator<[pointer: string, value: Scalar]> {
  if (typeof value !== 'object' || value === null) yield [pointer, value as Scalar];
  else for (const [key, item] of Object.entries(value)) yield* leavesOf(item, `${pointer}/${escapePointerSegment(key)}`);
}

/** A remote model says what, not where: the places are searched in the text, near those of the record's other values. */
function readFields(
  answer: unknown,
  schema: JsonSchema,
  grounder: Grounder,
  probabilities: ReadonlyMap<string, number>,
): Record<string, ExtractedField> {
  const fields: Record<string, ExtractedField> = {};
  for (const [pointer, value] of leavesOf(answer)) {
    const probability = probabilities.get(pointer);
    const known = probability === undefined ? {} : { probability };
    if (value === null) {
      fields[pointer] = { value, grounded: false, ...known, reason: 'absent' };
      continue;
    }
    const slash = pointer.lastIndexOf('/');
    const record = pointer.slice(0, slash + 1);
    const anchors = Object.entries(fields).flatMap(([other, { start }]) =>
      start !== undefined && other.startsWith(record) ? [start] : [],
    );
    const leafSchema = resolveSubschema(subschemasAt(schema, pointer)[0] ?? {}, schema);
    const found = grounder.ground({ value, schema: leafSchema, key: pointer.slice(slash + 1), anchors });
    const place = found?.agrees ? { printed: found.printed, start: found.start, end: found.end } : undefined;
    fields[pointer] = { value: value as JsonValue, ...place, grounded: place !== undefined, ...known };
  }
  return fields;
}

/**
 * An engine behind any server with the chat completions API of OpenAI: OpenAI itself, Ollama, llama.cpp, vLLM, LM Studio and others. Texts
 * leave the machine where the address does. Answers are checked against the schema, and their values are looked for in the text.
 * @throws {RequestError} `invalid_request`. `extract` throws {ModelError} `engine_unavailable` and `extraction_failed`, {AbortedError}
 */
export const createOpenAiEngine = (config: OpenAiEngineConfig): Engine => new OpenAiEngine(resolveConfig(config));
