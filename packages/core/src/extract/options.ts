import type { Cache } from '../cache/index.js';
import type { Rule } from '../ground/index.js';
import type { DateOrder, DecimalMark } from '../normalise/index.js';
import type { ExtractionStore } from '../store/index.js';
import type { Validator } from '../validate/index.js';
import type { EmbeddedEngineOptions } from './embedded-engine.js';
import type { Engine, ExtractionProgress } from './engine.js';
import { assertNumber, isRealDate, isRule, wrong } from './option-checks.js';
import type { OffsetUnit } from './types.js';

/** Numbers that an extractor holds its callers to. */
export interface ExtractorLimits {
  /** UTF-16 units of one text. @default 2_000_000 */
  readonly maxTextLength: number;
  /** extractions of one `extractMany` under way at once, 1 … 64. @default 8 */
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
  /**
   * Numbers, dates and times are read by code where the text prints them, and the printed form wins over what the model wrote (`fields` then says
   * what that was, in `proposed`). `false` leaves every value as the model wrote it. @default true
   */
  readonly normalise?: boolean;
  /** how 03/04/2024 is read. @default what the text's other dates, weekdays and language tell */
  readonly dateOrder?: DateOrder;
  /** how 1.234 is read. @default what the text's other numbers and its language tell */
  readonly decimalMark?: DecimalMark;
  /** `YYYY-MM-DD`, the day on which the text was written: without it "tomorrow" and days without a year are not read */
  readonly referenceDate?: string;
  /**
   * Values less probable than this are left out, with the reason `below_threshold`; a required one is then missing. One number from 0 to 1 for
   * all, or JSON pointers (with `*` for any index or name) → numbers, the first that fits deciding; 0 turns it off.
   * @default what the model's calibration says for values that may be missing; 0 for required ones
   */
  readonly minProbability?: number | Readonly<Record<string, number>>;
  /** rules across fields: checked, used to decide between readings of the text, and reported as `failed_rule`. @default none */
  readonly rules?: readonly Rule[];
  /** what `start` and `end` count. @default 'utf16' */
  readonly offsets?: OffsetUnit;
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
  normalise: true,
  rules: [] as readonly Rule[],
  offsets: 'utf16' as OffsetUnit,
  onInvalid: 'return' as 'return' | 'throw',
  cache: true,
});

export const defaultLimits: ExtractorLimits = Object.freeze({ maxTextLength: 2_000_000, maxConcurrency: 8 });

const withoutDefault = ['dateOrder', 'decimalMark', 'referenceDate', 'minProbability', 'timeoutMs', 'signal', 'onProgress'] as const;

export type ResolvedExtractOptions = typeof defaultExtractOptions & Pick<ExtractOptions, (typeof withoutDefault)[number]>;

const known = new Set<string>([...Object.keys(defaultExtractOptions), ...withoutDefault]);

function assertOneOf(option: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value as string)) return;
  throw wrong(option, allowed.map((each) => `'${each}'`).join(' or '), value);
}

function assertProbabilities(option: string, value: ExtractOptions['minProbability']): void {
  if (typeof value !== 'object' || value === null) {
    assertNumber(option, value, 0, 1, false);
    return;
  }
  for (const [pointer, probability] of Object.entries(value)) {
    if (pointer !== '' && !pointer.startsWith('/')) throw wrong(option, 'JSON pointers → numbers from 0 to 1', pointer);
    assertNumber(`${option}["${pointer}"]`, probability, 0, 1, false);
  }
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
  assertBoolean('normalise', options.normalise);
  assertOneOf('onInvalid', options.onInvalid, ['return', 'throw']);
  assertOneOf('required', options.required, ['verify', 'trust']);
  assertOneOf('dateOrder', options.dateOrder, ['dmy', 'mdy', 'ymd']);
  assertOneOf('decimalMark', options.decimalMark, ['.', ',']);
  assertOneOf('offsets', options.offsets, ['utf16', 'bytes', 'codepoints']);
  assertProbabilities('minProbability', options.minProbability);
  if (options.referenceDate !== undefined && !isRealDate(options.referenceDate))
    throw wrong('referenceDate', 'a day as YYYY-MM-DD', options.referenceDate);
  if (options.rules !== undefined && !(Array.isArray(options.rules) && options.rules.every(isRule)))
    throw wrong('rules', 'a list of { sum, equals, tolerance? }, { before } and functions', options.rules);
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
