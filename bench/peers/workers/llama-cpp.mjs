/** node-llama-cpp with its JSON-schema grammar. Options: `model` (GGUF file), `threads`. */
import { getLlama, LlamaCompletion, LlamaText, SpecialTokensText } from 'node-llama-cpp';
import { convertSchema } from './schemas.mjs';
import { readOptions, serve } from './serve.mjs';

const { model: modelPath, threads } = readOptions();
const batchSize = 512;

const llama = await getLlama({ gpu: false, build: 'never', maxThreads: threads, logLevel: 'error' });
const model = await llama.loadModel({ modelPath });
const context = await model.createContext({ contextSize: 2048, batchSize, threads });
const sequence = context.getSequence();
const completion = new LlamaCompletion({ contextSequence: sequence });

const formats = new Set(['date', 'time', 'date-time']);
const peer = {
  keeps: new Set(
    [
      'type',
      'const',
      'enum',
      'oneOf',
      'anyOf',
      'properties',
      'required',
      'additionalProperties',
      'items',
      'prefixItems',
      '$ref',
      '$defs',
    ].concat(['definitions', 'minItems', 'maxItems', 'minLength', 'maxLength', 'format']),
  ),
  drops: (keyword, content) =>
    keyword === 'format'
      ? !formats.has(content)
      : ['pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'uniqueItems'].includes(keyword),
  refine: toGbnfSchema,
};

/** Its grammar has one keyword for unions, one place for definitions, and types in lists only where nothing else is said of them. */
function toGbnfSchema({ anyOf, definitions, $defs, $ref, ...schema }) {
  if (anyOf) return { ...schema, oneOf: anyOf };
  if ($ref) return { $ref: $ref.replace('#/definitions/', '#/$defs/') };
  const named = definitions || $defs ? { $defs: { ...definitions, ...$defs } } : {};
  if (!Array.isArray(schema.type) || 'enum' in schema || 'const' in schema) return { ...schema, ...named };
  const { type, ...rest } = schema;
  return { oneOf: type.map((each) => (each === 'null' ? { type: each } : { ...rest, type: each })), ...named };
}

/** A grammar serves every text of its schema. */
const grammars = new Map();

async function grammarFor(schema) {
  const key = JSON.stringify(schema);
  if (!grammars.has(key)) {
    const converted = convertSchema(schema, peer);
    grammars.set(key, { grammar: await llama.createGrammarForJsonSchema(converted.schema), dropped: converted.dropped });
  }
  return grammars.get(key);
}

async function extract({ prompt, answerSchema, maxOutputTokens }) {
  const { grammar, dropped } = await grammarFor(answerSchema);
  const before = sequence.tokenMeter.getState();
  // It keeps what this prompt has in common with the last one, so the schema part is read once as long as the schema stays.
  const { response, metadata } = await completion.generateCompletionWithMeta(LlamaText(new SpecialTokensText(prompt)), {
    grammar,
    maxTokens: maxOutputTokens,
    temperature: 0,
    repeatPenalty: false,
  });
  const { usedInputTokens, usedOutputTokens } = sequence.tokenMeter.diff(before);
  return {
    output: response,
    promptTokens: model.tokenize(prompt, true).length,
    outputTokens: usedOutputTokens,
    // The library does not tell its runs: the prompt goes in batches, and each token but the last is run by itself.
    modelRuns: Math.ceil(usedInputTokens / batchSize) + Math.max(0, usedOutputTokens - 1),
    truncated: metadata.stopReason === 'maxTokens',
    dropped,
  };
}

serve({ extract }, () => llama.dispose());
