import { createHash } from 'node:crypto';
import type { JsonSchema, JsonValue } from '../extract/types.js';
import { canonicalJson, canonicalSchema } from './canonical-json.js';

/** Everything that the answer depends on. */
export interface CacheKeyParts {
  readonly modelId: string;
  readonly weightsDigest: string;
  /** only options that change the result, complete with their defaults; members that are `undefined` count as absent */
  readonly options: { readonly [option: string]: JsonValue | undefined };
  readonly schema: JsonSchema;
  readonly text: string;
}

/** Part of every key. A new number makes all older entries unreachable: for a change of the key's form or of what is kept under it. */
const format = 'maaza-extraction/1';

/**
 * SHA-256, in hex, over the canonical JSON of all parts. Lone surrogates are escaped there, so that texts which differ in one only
 * do not share a key, as they would as UTF-8.
 * @throws {RequestError} `invalid_request` for an option that JSON cannot hold
 */
export function cacheKey({ modelId, weightsDigest, options, schema, text }: CacheKeyParts): string {
  const parts = [format, modelId, weightsDigest].map((part) => JSON.stringify(part));
  const canonical = `[${[...parts, canonicalJson(options), canonicalSchema(schema), JSON.stringify(text)].join(',')}]`;
  return createHash('sha256').update(canonical).digest('hex');
}
