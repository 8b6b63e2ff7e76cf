import type { InferData, SchemaInput } from '../adapters/standard-schema/index.js';
import type { ExtractManyItem } from './extract-many.js';
import { createExtractor, type Extractor } from './extractor.js';
import type { ExtractOptions } from './options.js';
import type { Extraction, TextInput } from './types.js';

let shared: Promise<Extractor> | undefined;

/** One extractor with default options, made on first use; a failed start is tried again by the next call. */
function sharedExtractor(): Promise<Extractor> {
  shared ??= createExtractor().catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  return shared;
}

/**
 * Reads the values that a schema asks for out of one text, with the embedded model, which is loaded on first use and shared by all calls.
 * See `Extractor.extract` for what it throws; `createExtractor` for other engines, caches and stores.
 */
export async function extractJson<const S extends SchemaInput>(
  text: TextInput,
  schema: S,
  options?: ExtractOptions,
): Promise<Extraction<InferData<S>>> {
  return (await sharedExtractor()).extract(text, schema, options);
}

/** Reads many texts with one schema, in their order, with the shared embedded model. See `Extractor.extractMany`. */
export async function* extractMany<const S extends SchemaInput>(
  texts: Iterable<TextInput> | AsyncIterable<TextInput>,
  schema: S,
  options?: ExtractOptions & { readonly concurrency?: number },
): AsyncIterable<ExtractManyItem<InferData<S>>> {
  yield* (await sharedExtractor()).extractMany(texts, schema, options);
}
