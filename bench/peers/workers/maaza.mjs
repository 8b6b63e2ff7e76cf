/**
 * The built package, as a user's process has it. Options: `embedded` (options of the embedded model), `extract` (options of each extraction),
 * `threads`.
 */
import { createExtractor } from '@maaza/core';
import * as onnxruntime from 'onnxruntime-node';
import { Refusal, readOptions, serve } from './serve.mjs';

const { embedded = {}, extract: extractOptions = {}, threads } = readOptions();
const maxConcurrency = 64;

let runtimeMs = 0;

/** The runtime itself, with a clock around each run: what is left of an extraction is our own JavaScript. */
const timedRuntime = {
  Tensor: onnxruntime.Tensor,
  InferenceSession: {
    async create(...input) {
      const session = await onnxruntime.InferenceSession.create(...input);
      return {
        async run(...runInput) {
          const startedAt = performance.now();
          try {
            return await session.run(...runInput);
          } finally {
            runtimeMs += performance.now() - startedAt;
          }
        },
        release: () => session.release(),
      };
    },
  },
};

const extractor = await createExtractor({
  cache: false,
  limits: { maxConcurrency },
  embedded: { threads, runtime: timedRuntime, ...embedded },
});

const refusals = new Set(['unsupported_schema', 'schema_too_complex', 'text_too_long']);

/** What is said before anything is run is a refusal. */
function asRefusal(error) {
  return refusals.has(error.code) ? new Refusal(`${error.code}: ${error.message}`) : error;
}

async function extract({ text, schema, maxOutputTokens }) {
  const runtimeBefore = runtimeMs;
  const { data, errors, usage } = await extractor.extract(text, schema, { ...extractOptions, maxOutputTokens }).catch((error) => {
    throw asRefusal(error);
  });
  const { inputTokens, outputTokens, modelCalls } = usage;
  return {
    data,
    promptTokens: inputTokens,
    outputTokens,
    modelRuns: modelCalls,
    runtimeMs: runtimeMs - runtimeBefore,
    truncated: errors.some(({ code }) => code === 'truncated'),
    dropped: [],
  };
}

/** Many texts of one schema, `concurrency` at once; 1 is one after the other. */
async function extractMany({ texts, schema, maxOutputTokens, concurrency }) {
  const results = [];
  for await (const { extraction, error } of extractor.extractMany(texts, schema, { ...extractOptions, maxOutputTokens, concurrency })) {
    if (error) throw error;
    results.push(extraction.data);
  }
  return { results };
}

serve({ extract, extractMany }, () => extractor.dispose());
