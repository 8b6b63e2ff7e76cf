/**
 * The built package, as a user's process has it. Options: `embedded` (options of the embedded model), `extract` (options of each extraction),
 * `threads`.
 */
import { createExtractor } from '@maaza/core';
import * as onnxruntime from 'onnxruntime-node';
import { timeRuntime } from '../../timed-runtime.mjs';
import { Refusal, readOptions, serve } from './serve.mjs';

const { embedded = {}, extract: extractOptions = {}, threads } = readOptions();
const maxConcurrency = 64;

const { runtime, takeMs } = timeRuntime(onnxruntime);

const extractor = await createExtractor({
  cache: false,
  limits: { maxConcurrency },
  embedded: { threads, runtime, ...embedded },
});

const refusals = new Set(['unsupported_schema', 'schema_too_complex', 'text_too_long']);

/** What is said before anything is run is a refusal. */
function asRefusal(error) {
  return refusals.has(error.code) ? new Refusal(`${error.code}: ${error.message}`) : error;
}

async function extract({ text, schema, maxOutputTokens }) {
  takeMs();
  const { data, errors, usage } = await extractor.extract(text, schema, { ...extractOptions, maxOutputTokens }).catch((error) => {
    throw asRefusal(error);
  });
  const { inputTokens, outputTokens, modelCalls } = usage;
  return {
    data,
    promptTokens: inputTokens,
    outputTokens,
    modelRuns: modelCalls,
    runtimeMs: takeMs(),
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
