/** What goes in and comes out of an extraction: the shapes that the CLI, the server, caches and stores share. */

export type { JsonSchema } from '../schema/json-schema.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** A text, or whatever holds one: the result of `readDocument`, say. Places in the result are places in that text. */
export type TextInput = string | { readonly text: string };

/**
 * Why a leaf is null or missing. `absent`: the text does not give it · `ambiguous`: the text gives something that can be read in more than one
 * way, and nothing decides (a day without its year, "tomorrow", 03/04 against the habit of the text) · `below_threshold`: a value was found, and is
 * less probable than `minProbability` · `failed_rule`: the value breaks a rule, and does not stand in the text
 */
export type NullReason = 'absent' | 'ambiguous' | 'below_threshold' | 'failed_rule';

/** Where one value stands in the source text, and how sure the model was. */
export interface ExtractedField {
  readonly value: JsonValue;
  /** the words of the source text that the value was read from; `text.slice(start, end) === printed` */
  readonly printed?: string;
  /** offset of `printed` in the text, in UTF-16 units unless `offsets` asked for others; absent where the value was not found in it */
  readonly start?: number;
  /** offset after `printed` */
  readonly end?: number;
  /** false where the value has no place in the text (a judgement, say) */
  readonly grounded: boolean;
  /** 0 to 1: the chance that the value is right, as far as the model's calibration tells; absent where the engine gives none */
  readonly probability?: number;
  /**
   * What the model wrote, only where `value` is something else: the printed form says so (1234.56 for a model's 123456), a rule decided between
   * two readings, or the value was taken out for the `reason` given.
   */
  readonly proposed?: JsonValue;
  /** only where `value` is null, or an empty list whose items were all taken out */
  readonly reason?: NullReason;
}

/** One thing wrong with the extracted data. */
export interface ExtractionError {
  /**
   * `missing_field`: required, and not in the text. `invalid_value`: breaks the schema. `failed_rule`: breaks a rule of the call. `truncated`: the
   * output limit came first.
   */
  readonly code: 'missing_field' | 'invalid_value' | 'failed_rule' | 'truncated';
  /** JSON pointer into `data`; of a rule the value that it is about, see `pointers` */
  readonly pointer: string;
  /** all values that a failed rule looked at, where it names them */
  readonly pointers?: readonly string[];
  /** schema keyword that is broken, where there is one */
  readonly keyword?: string;
  readonly message: string;
}

/** What `start` and `end` count: UTF-16 units as in JavaScript and Java, bytes of UTF-8 as in Rust and Go, code points as in Python. */
export type OffsetUnit = 'utf16' | 'bytes' | 'codepoints';

/** Integer counts, as the model saw them. */
export interface ExtractionUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly totalTokens: number;
  /** forward passes of the model; 0 where the answer came from a cache */
  readonly modelCalls: number;
}

/** The result of one extraction. */
export interface Extraction<T = unknown> {
  readonly id: string;
  readonly object: 'extraction';
  /** Unix time in seconds */
  readonly created: number;
  readonly model: string;
  /** fits the schema where `valid`; otherwise holds what could be read */
  readonly data: T;
  readonly valid: boolean;
  readonly errors: readonly ExtractionError[];
  /** JSON pointer of each leaf → its place and probability */
  readonly fields: Readonly<Record<string, ExtractedField>>;
  /** 0 to 1: the chance that the whole record is right; absent where the engine gives no probabilities */
  readonly probability?: number;
  /** what `start` and `end` count. @default 'utf16' */
  readonly offsets?: OffsetUnit;
  readonly usage: ExtractionUsage;
  readonly latencyMs: number;
  readonly cached: boolean;
}
