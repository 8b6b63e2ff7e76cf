import { performance } from 'node:perf_hooks';
import type { RunRequest, RunResult } from './messages.js';

/** @throws {RequestError} `model_not_installed` for the id of another model than the installed one */
export async function assertInstalled(model: string | undefined): Promise<void> {
  const { openModelFolder, RequestError } = await import('@maaza/core');
  const { manifest } = await openModelFolder();
  if (model === undefined || model === manifest.id) return;
  throw new RequestError('model_not_installed', `the model "${model}" is not installed; installed: ${manifest.id} (see: maaza models)`, {
    details: { model, installed: [manifest.id] },
  });
}

/** Loads the model and extracts once, in this process. */
export async function performRun(request: RunRequest): Promise<RunResult> {
  const { createExtractor } = await import('@maaza/core');
  await assertInstalled(request.model);
  const extractor = await createExtractor(request.cache === false ? { cache: false } : {});
  // `performance.now` counts from the start of the process.
  const loadMs = performance.now();
  try {
    // The library takes an option that is undefined for one that was not given.
    const { text, schema, temperature, seed, dateOrder, minProbability, referenceDate, rules } = request;
    const options = { temperature, seed, dateOrder, minProbability, referenceDate, rules };
    const extraction = await extractor.extract(text, schema, options);
    return { extraction, loadMs, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await extractor.dispose();
  }
}
