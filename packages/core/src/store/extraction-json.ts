import { StoreError } from '../errors/index.js';
import type { Extraction } from '../extract/types.js';

const isRecord = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The members whose form every reader relies on. */
const checks: Readonly<Record<Exclude<keyof Extraction, 'data' | 'probability' | 'offsets'>, (value: unknown) => boolean>> = {
  id: (value) => typeof value === 'string' && value !== '',
  object: (value) => value === 'extraction',
  created: Number.isSafeInteger,
  model: (value) => typeof value === 'string',
  valid: (value) => typeof value === 'boolean',
  errors: Array.isArray,
  fields: isRecord,
  usage: isRecord,
  latencyMs: (value) => typeof value === 'number',
  cached: (value) => typeof value === 'boolean',
};

const isExtraction = (value: unknown): value is Extraction =>
  isRecord(value) && Object.entries(checks).every(([member, check]) => check((value as Record<string, unknown>)[member]));

/** How caches and stores write an extraction down. */
export const writeExtraction = (extraction: Extraction): string => JSON.stringify(extraction);

/**
 * Reads what `writeExtraction` wrote. What comes from a shared database may have been cut short or written by something else.
 * @throws {StoreError} `store_unavailable` where it is not an extraction
 */
export function readExtraction(json: string): Extraction {
  let value: unknown;
  let cause: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    cause = error;
  }
  if (isExtraction(value)) return value;
  throw new StoreError('store_unavailable', 'a stored value is not an extraction: it was cut short or written by something else', {
    cause,
  });
}
