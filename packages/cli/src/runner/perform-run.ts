import { performance } from 'node:perf_hooks';
import type { RunRequest, RunResult } from './messages.js';

/** Loads the model and extracts once, in this process. */
export async function performRun(request: RunRequest): Promise<RunResult> {
  const { createExtractor, openModelFolder, RequestError } = await import('@maaza/core');
  const { manifest } = await openModelFolder();
  if (request.model !== undefined && request.model !== manifest.id) {
    throw new RequestError(
      'model_not_installed',
      `the model "${request.model}" is not installed; installed: ${manifest.id} (see: maaza models)`,
      {
        details: { model: request.model, installed: [manifest.id] },
      },
    );
  }
  const extractor = await createExtractor(request.cache === false ? { cache: false } : {});
  // `performance.now` counts from the start of the process.
  const loadMs = performance.now();
  try {
    const { temperature, seed } = request;
    const extraction = await extractor.extract(request.text, request.schema, {
      ...(temperature === undefined ? {} : { temperature }),
      ...(seed === undefined ? {} : { seed }),
    });
    return { extraction, loadMs, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await extractor.dispose();
  }
}
