import { createHash } from 'node:crypto';
import { MaazaError, ModelError } from '../../errors/index.js';
import { pruneAnswer, toAnswerSchema, withoutRequired } from '../../extract/answer-schema.js';
import type { Engine, EngineAnswer, EngineRequest } from '../../extract/engine.js';
import { setAtPointer } from '../../extract/json-pointer.js';
import { describeLeaf } from '../../extract/leaf-description.js';
import type { ExtractedField } from '../../extract/types.js';
import { checkSchema } from '../../grammar/index.js';
import type { SchemaReport } from '../../grammar/types.js';
import { createGrounder, type Grounder } from '../../ground/index.js';
import { escapePointerSegment } from '../../json/json-pointer.js';
import type { JsonSchema } from '../../schema/json-schema.js';
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
    const { schema, required, signal } = request;
    const answerSchema = toAnswerSchema(required === 'trust' ? schema : withoutRequired(schema));
    const body = requestBody(this.#config, request, answerSchema);
    const completion = await complete(this.#config, body, signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal);
    const { data: written, json, offset } = parseContent(completion);
    const { content, logprobs, inputTokens, outputTokens, finishReason } = completion;
    const probabilities = leafProbabilities(json, offset, content, logprobs ?? []);
    const { answer, fields } = readFields(written, request, probabilities);
    const missing: string[] = [];
    const data = pruneAnswer(answer, schema, (pointer, isRequired) => {
      if (isRequired) missing.push(pointer);
    });
    return {
      data,
      fields,
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

type Fields = Record<string, ExtractedField>;

/**
 * A remote model says what, not where: the places are searched in the text, near those of the record's other values. Where the text prints
 * another number, date or time there, the printed form wins.
 */
function readFields(
  written: unknown,
  { text, schema, normalise = true, dateOrder, decimalMark, referenceDate }: EngineRequest,
  probabilities: ReadonlyMap<string, number>,
): { readonly answer: unknown; readonly fields: Fields } {
  const grounder = createGrounder(text, { dateOrder, decimalMark, referenceDate });
  const fields: Fields = {};
  let answer = written;
  for (const [pointer, value] of leavesOf(written)) {
    const field = readField(pointer, value, fields, { grounder, schema, normalise });
    const probability = probabilities.get(pointer);
    fields[pointer] = probability === undefined ? field : { ...field, probability };
    if (field.value !== value) answer = setAtPointer(answer, pointer, field.value);
  }
  return { answer, fields };
}

interface Reading {
  readonly grounder: Grounder;
  readonly schema: JsonSchema;
  readonly normalise: boolean;
}

function readField(pointer: string, value: Scalar, fields: Fields, { grounder, schema, normalise }: Reading): ExtractedField {
  if (value === null) return { value, grounded: false, reason: 'absent' };
  const slash = pointer.lastIndexOf('/');
  const record = pointer.slice(0, slash + 1);
  const anchors = Object.entries(fields).flatMap(([other, { start }]) => (start !== undefined && other.startsWith(record) ? [start] : []));
  const leaf = describeLeaf(schema, pointer);
  const found = grounder.ground({ value, schema: leaf.schema, key: pointer.slice(slash + 1), anchors });
  if (found === undefined) return { value, grounded: false };
  const place = { printed: found.printed, start: found.start, end: found.end, grounded: true };
  if (found.agrees) return { value, ...place };
  const isReread = normalise && leaf.isNormalised && found.doubt === undefined;
  return isReread ? { value: found.value, ...place, proposed: value } : { value, grounded: false };
}

/**
 * An engine behind any server with the chat completions API of OpenAI: OpenAI itself, Ollama, llama.cpp, vLLM, LM Studio and others. Texts
 * leave the machine where the address does. Answers are checked against the schema, and their values are looked for in the text.
 * @throws {RequestError} `invalid_request`. `extract` throws {ModelError} `engine_unavailable` and `extraction_failed`, {AbortedError}
 */
export const createOpenAiEngine = (config: OpenAiEngineConfig): Engine => new OpenAiEngine(resolveConfig(config));
