/** What an evaluation is made of: items, what was answered, and how each leaf was judged. */
import type { Extraction, JsonSchema, JsonValue } from '../extract/types.js';

/** UTF-16 offsets, `[start, end)`. */
export type Span = readonly [start: number, end: number];

/** Other answers that count at one place of the expected data. */
export interface Accepted {
  readonly values: readonly JsonValue[];
  /** leaving the value out is right too */
  readonly may_omit?: boolean;
}

/** What one answer is held against. */
export interface Expectation {
  readonly expected: JsonValue;
  readonly schema: JsonSchema;
  /** JSON pointer into `expected` → what counts there as well */
  readonly accept?: Readonly<Record<string, Accepted>>;
}

/** One line of an evaluation set. */
export interface EvaluationItem extends Expectation {
  readonly id: string;
  readonly text: string;
  /** JSON pointer into `expected` → where the value stands in the text; a list of places for a list of strings */
  readonly spans?: Readonly<Record<string, Span | readonly Span[]>>;
}

/**
 * How one leaf was judged.
 * - `hit`: expected and given. `null_hit`: nothing expected, and nothing given. `omission`: left out where that is right too.
 * - `wrong`: expected, but something else was given. `missed`: expected, and nothing was given.
 * - `invented`: given where nothing is expected. `surplus`: one item of a list too many.
 */
export type VerdictKind = 'hit' | 'null_hit' | 'omission' | 'wrong' | 'missed' | 'invented' | 'surplus';

export interface Verdict {
  readonly kind: VerdictKind;
  /** JSON pointer into the expected data; of a `surplus` one, into the given data */
  readonly pointer: string;
  /** JSON pointer into the given data: another one than `pointer` inside lists, whose order does not count */
  readonly givenPointer?: string;
  readonly expected?: JsonValue;
  readonly given?: JsonValue;
}

/** Counts of leaves. Both F1 figures and both rates are made of them, so tallies of items add up to that of a set. */
export interface Tally {
  /** expected and given */
  readonly valueHits: number;
  /** nothing expected, and nothing given */
  readonly nullHits: number;
  /** given, but wrong or not asked for */
  readonly falsePositives: number;
  /** expected, but wrong or not given */
  readonly falseNegatives: number;
  /** leaves at which nothing is expected */
  readonly nullLeaves: number;
  /** … and something was given */
  readonly invented: number;
}

/** What came back for one item: an extraction, or the reason why there is none. */
export type Outcome =
  | { readonly extraction: Extraction; readonly error?: undefined }
  | { readonly error: { readonly code: string; readonly message: string }; readonly extraction?: undefined };
