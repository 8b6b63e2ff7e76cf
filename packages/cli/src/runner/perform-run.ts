import { performance } from 'node:perf_hooks';
import type { Extraction, ExtractionStream, PartialExtraction } from '@maaza/core';
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

/**
 * Loads the model and extracts once, in this process.
 * @param onPart - is told what is final before the whole is, where the request asks for it
 */
export async function performRun(request: RunRequest, onPart: (part: PartialExtraction) => void): Promise<RunResult> {
  const { createExtractor } = await import('@maaza/core');
  await assertInstalled(request.model);
  const extractor = await createExtractor(request.cache === false ? { cache: false } : {});
  // `performance.now` counts from the start of the process.
  const loadMs = performance.now();
  try {
    // The library takes an option that is undefined for one that was not given.
    const { text, schema, temperature, seed, dateOrder, minProbability, referenceDate, rules } = request;
    const options = { temperature, seed, dateOrder, minProbability, referenceDate, rules };
    const extraction = request.stream
      ? await readParts(extractor.stream(text, schema, options), onPart)
      : await extractor.extract(text, schema, options);
    return { extraction, loadMs, peakMemoryBytes: process.resourceUsage().maxRSS * 1024 };
  } finally {
    await extractor.dispose();
  }
}

async function readParts(stream: ExtractionStream, onPart: (part: PartialExtraction) => void): Promise<Extraction> {
  // The part that is everything is the extraction itself.
  for await (const part of stream) if (!part.closed.includes('')) onPart(part);
  return stream.extraction;
}
