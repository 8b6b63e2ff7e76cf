/** What goes in and comes out of an extraction: the shapes that the CLI, the server, caches and stores share. */

export type { JsonSchema } from '../schema/json-schema.js';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Why a leaf is null or missing. */
export type NullReason = 'absent' | 'ambiguous' | 'below_threshold' | 'failed_rule';

/** Where one value stands in the source text, and how sure the model was. */
export interface ExtractedField {
  readonly value: JsonValue;
  /** the words of the source text that the value was read from; `text.slice(start, end) === printed` */
  readonly printed?: string;
  /** UTF-16 offset of `printed` in the text; absent where the value was not found in it */
  readonly start?: number;
  /** UTF-16 offset after `printed` */
  readonly end?: number;
  /** false where the value has no place in the text (a judgement, say) */
  readonly grounded: boolean;
  /** 0 to 1: product over the decided tokens, renormalised over the allowed ones; absent where the engine gives none */
  readonly probability?: number;
  /** only where `value` is null */
  readonly reason?: NullReason;
}

/** One thing wrong with the extracted data. */
export interface ExtractionError {
  /** `missing_field`: required, and not in the text. `invalid_value`: breaks the schema. `truncated`: the output limit came first. */
  readonly code: 'missing_field' | 'invalid_value' | 'truncated';
  /** JSON pointer into `data` */
  readonly pointer: string;
  /** schema keyword that is broken, where there is one */
  readonly keyword?: string;
  readonly message: string;
}

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
  readonly usage: ExtractionUsage;
  readonly latencyMs: number;
  readonly cached: boolean;
}
