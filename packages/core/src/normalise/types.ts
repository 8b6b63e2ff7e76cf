import type { DecimalMark } from './numbers/numerals.js';
import type { Language } from './text/languages.js';

export type { DecimalMark, Language };

/** Order of day, month and year in numeric dates. */
export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** What may be told to the readers; what is left out is inferred from the text. */
export interface NormaliseOptions {
  /** how 03/04/2024 is read. @default inferred, see {@link inferDateOrder} */
  readonly dateOrder?: DateOrder;
  /** how 1.234 is read. @default inferred from the text's other numbers, else from its language */
  readonly decimalMark?: DecimalMark;
  /** `YYYY-MM-DD`, the day on which the text was written: without it relative dates are not read and dates without a year stay without one */
  readonly referenceDate?: string;
}

/** A stretch of the source text: `text.slice(start, end) === printed`, in UTF-16 units. */
export interface PrintedSpan {
  readonly printed: string;
  readonly start: number;
  readonly end: number;
}

export type NumberKind = 'number' | 'ordinal' | 'percent' | 'money' | 'quantity';

/** A number with what stands beside it. The span holds sign, digits or words, and scale ("1.2 million"), not the unit. */
export interface NumberReading extends PrintedSpan {
  /** finite; percentages as printed: 5 for "5 %" */
  readonly value: number;
  readonly kind: NumberKind;
  /** ISO 4217, where a currency stands before or after; a bare `$` is USD, `¥` JPY, `£` GBP */
  readonly currency?: string;
  /** symbol of the unit: km, kg, °C, min */
  readonly unit?: string;
  /** other values that the same print may mean: 1.234 read with the other decimal mark */
  readonly alternatives: readonly number[];
  /** digits that are part of a word, a code, a date or another number: a value there is possible but not likely */
  readonly isFragment: boolean;
}

/** `day`: YYYY-MM-DD · `month`: YYYY-MM · `year`: YYYY · `month-day`: --MM-DD (ISO 8601:2004 without the year) */
export type DatePrecision = 'day' | 'month' | 'year' | 'month-day';

/** A calendar date. */
export interface DateReading extends PrintedSpan {
  readonly value: string;
  readonly precision: DatePrecision;
  /** true for "tomorrow" and its like, which only a reference date resolves */
  readonly isRelative: boolean;
  /** the other order's date, where day and month could be swapped and the printed form does not tell */
  readonly alternatives: readonly string[];
}

/** A time of day: `HH:MM:SS`, with decimals where printed. */
export interface TimeReading extends PrintedSpan {
  readonly value: string;
  readonly precision: 'hour' | 'minute' | 'second';
  /** `Z` or `±HH:MM`, where printed */
  readonly offset?: string;
  /** the same print twelve hours later, where nothing tells morning from afternoon */
  readonly alternatives: readonly string[];
}

/** A date and a time that belong together: `YYYY-MM-DDTHH:MM:SS` and the offset where printed. */
export interface DateTimeReading extends PrintedSpan {
  readonly value: string;
  readonly alternatives: readonly string[];
}

/** Yes or no in words or as a tick. */
export interface BooleanReading extends PrintedSpan {
  readonly value: boolean;
}
