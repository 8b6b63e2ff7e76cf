import type { Cache } from '../cache/index.js';
import { RequestError } from '../errors/index.js';
import type { ExtractionStore } from '../store/index.js';
import type { Validator } from '../validate/index.js';
import type { EmbeddedEngineOptions } from './embedded-engine.js';
import type { Engine, ExtractionProgress } from './engine.js';

/** Numbers that an extractor holds its callers to. */
export interface ExtractorLimits {
  /** UTF-16 units of one text. @default 2_000_000 */
  readonly maxTextLength: number;
  /** extractions of one `extractMany` under way at once, 1 … 64. @default 4 */
  readonly maxConcurrency: number;
}

export interface ExtractorOptions {
  /** @default the embedded model, loaded on first use */
  readonly engine?: Engine;
  /** options of the embedded model; not together with `engine` */
  readonly embedded?: EmbeddedEngineOptions;
  /** results by text, schema, options and weights; `false` for none. @default in memory, see `createMemoryCache` */
  readonly cache?: Cache | false;
  /** where finished extractions are kept; nothing is kept without one */
  readonly store?: ExtractionStore;
  /** @default ajv, 2020-12 and draft-07 */
  readonly validator?: Validator;
  readonly limits?: Partial<ExtractorLimits>;
  /** told of a cache or store that failed; the extraction goes on */
  readonly onWarning?: (warning: { readonly code: 'cache_failed' | 'store_failed'; readonly cause: unknown }) => void;
  /** Unix time in milliseconds. @default Date.now */
  readonly now?: () => number;
  /** @default a random `ext_…` */
  readonly createId?: () => string;
}

export interface ExtractOptions {
  /** 0 … 2; 0 always takes the most probable token. @default 0 */
  readonly temperature?: number;
  /** with a temperature above 0: same seed, same result. Integer, 0 … 2^32 - 1. @default 0 */
  readonly seed?: number;
  /** strings must stand in the text letter for letter. @default true */
  readonly verbatim?: boolean;
  /** 1 … 4096 tokens of the answer. @default 1024 */
  readonly maxOutputTokens?: number;
  /**
   * `verify`: a required value that the model is not sure of is asked for once more as an optional one, and is missing where the text does
   * not give it. `trust`: the text is known to give every required value; never a second look. @default 'verify'
   */
  readonly required?: 'verify' | 'trust';
  /** what happens where the data does not fit the schema. @default 'return' */
  readonly onInvalid?: 'return' | 'throw';
  /** whether the cache may answer and is written. @default true */
  readonly cache?: boolean;
  /** 1 … 3_600_000; `timeout` after that. @default none */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExtractionProgress) => void;
}

/** The defaults of `extract`, in one place. */
export const defaultExtractOptions = Object.freeze({
  temperature: 0,
  seed: 0,
  verbatim: true,
  maxOutputTokens: 1024,
  required: 'verify' as 'verify' | 'trust',
  onInvalid: 'return' as 'return' | 'throw',
  cache: true,
});

export const defaultLimits: ExtractorLimits = Object.freeze({ maxTextLength: 2_000_000, maxConcurrency: 4 });

export type ResolvedExtractOptions = typeof defaultExtractOptions & Pick<ExtractOptions, 'timeoutMs' | 'signal' | 'onProgress'>;

const known = new Set([...Object.keys(defaultExtractOptions), 'timeoutMs', 'signal', 'onProgress']);

function wrong(option: string, wanted: string, actual: unknown): RequestError {
  return new RequestError('invalid_request', `option ${option} must be ${wanted}`, {
    details: { option, wanted, actual: typeof actual === 'function' ? 'function' : actual },
  });
}

function assertNumber(option: string, value: number | undefined, low: number, high: number, isInteger: boolean): void {
  if (value === undefined) return;
  const fits = typeof value === 'number' && value >= low && value <= high && (!isInteger || Number.isInteger(value));
  if (!fits) throw wrong(option, `${isInteger ? 'an integer' : 'a number'} from ${low} to ${high}`, value);
}

function assertBoolean(option: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'boolean') throw wrong(option, 'true or false', value);
}

/**
 * Checks the options of one call and fills in the defaults.
 * @throws {RequestError} `invalid_request`
 */
export function resolveExtractOptions(options: ExtractOptions = {}): ResolvedExtractOptions {
  if (typeof options !== 'object' || options === null) throw wrong('options', 'an object', options);
  for (const option of Object.keys(options)) if (!known.has(option)) throw wrong(option, `one of ${[...known].join(', ')}`, option);
  assertNumber('temperature', options.temperature, 0, 2, false);
  assertNumber('seed', options.seed, 0, 0xffff_ffff, true);
  assertNumber('maxOutputTokens', options.maxOutputTokens, 1, 4096, true);
  assertNumber('timeoutMs', options.timeoutMs, 1, 3_600_000, false);
  assertBoolean('verbatim', options.verbatim);
  assertBoolean('cache', options.cache);
  if (options.onInvalid !== undefined && options.onInvalid !== 'return' && options.onInvalid !== 'throw')
    throw wrong('onInvalid', "'return' or 'throw'", options.onInvalid);
  if (options.required !== undefined && options.required !== 'verify' && options.required !== 'trust')
    throw wrong('required', "'verify' or 'trust'", options.required);
  if (options.signal !== undefined && typeof options.signal?.addEventListener !== 'function')
    throw wrong('signal', 'an AbortSignal', 'other');
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function')
    throw wrong('onProgress', 'a function', options.onProgress);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaultExtractOptions, ...given };
}

/** @throws {RequestError} `invalid_request` */
export function resolveLimits(limits: Partial<ExtractorLimits> = {}): ExtractorLimits {
  assertNumber('limits.maxTextLength', limits.maxTextLength, 1, 100_000_000, true);
  assertNumber('limits.maxConcurrency', limits.maxConcurrency, 1, 64, true);
  return { ...defaultLimits, ...limits };
}
