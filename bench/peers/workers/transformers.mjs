/** Transformers.js with its structured output. Options: `parent` and `name` (folder of the model), `threads`. */
import { AutoModelForCausalLM, AutoTokenizer, env } from '@huggingface/transformers';
import { StructuredOutputProcessor } from '@huggingface/transformers-structured-output';
import { convertSchema } from './schemas.mjs';
import { readOptions, serve } from './serve.mjs';

const { parent, name, threads } = readOptions();
env.allowRemoteModels = false;
env.localModelPath = parent;

const tokenizer = await AutoTokenizer.from_pretrained(name);
const model = await AutoModelForCausalLM.from_pretrained(name, {
  dtype: 'fp32', // the name of the file without a suffix; its weights are int8 all the same
  device: 'cpu',
  session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
});
StructuredOutputProcessor.warmup(tokenizer);

let modelRuns = 0;
const forward = model.forward.bind(model);
model.forward = (inputs) => {
  modelRuns++;
  return forward(inputs);
};

const peer = {
  keeps: new Set(
    [
      'type',
      'const',
      'enum',
      'oneOf',
      'anyOf',
      'allOf',
      'not',
      'properties',
      'required',
      'additionalProperties',
      'items',
      'prefixItems',
    ].concat(
      ['$ref', '$defs', 'definitions', 'minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum', 'exclusiveMinimum'],
      ['exclusiveMaximum', 'multipleOf', 'uniqueItems'],
    ),
  ),
  // It refuses schemas with these; without them it may write what breaks them.
  drops: (keyword) => keyword === 'format' || keyword === 'pattern',
};

async function extract({ prompt, answerSchema, maxOutputTokens }) {
  const { schema, dropped } = convertSchema(answerSchema, peer);
  // Compact text, as the model was trained to write; with free white space it writes more tokens.
  const compact = { ...schema, 'x-guidance': { whitespace_flexible: false } };
  const inputs = tokenizer(prompt, { add_special_tokens: false });
  const runsBefore = modelRuns;
  // A processor holds the state of one generation, so each extraction needs its own.
  const processor = new StructuredOutputProcessor(tokenizer, { type: 'json_schema', json_schema: compact });
  const sequences = await model.generate({ ...inputs, max_new_tokens: maxOutputTokens, do_sample: false, logits_processor: processor });
  const promptTokens = inputs.input_ids.dims.at(-1);
  const outputTokens = sequences.dims.at(-1) - promptTokens;
  return {
    output: tokenizer.decode(sequences.slice(0, [promptTokens, null]).tolist(), { skip_special_tokens: true }),
    promptTokens,
    outputTokens,
    modelRuns: modelRuns - runsBefore,
    truncated: outputTokens >= maxOutputTokens,
    dropped,
  };
}

serve({ extract }, () => model.dispose());
