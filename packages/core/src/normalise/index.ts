export { findBooleans, findBooleansIn } from './booleans.js';
export { type DateOrderEvidence, DEFAULT_DATE_ORDER, inferDateOrder, inferDateOrderIn } from './dates/date-order.js';
export { findDates, findDatesIn, readDate } from './dates/find-dates.js';
export { findNumbers, findNumbersIn, readNumber } from './numbers/find-numbers.js';
export { isFrequentWord } from './text/languages.js';
export { scanText, type TextScan } from './text/scan.js';
export { foldWord } from './text/tokens.js';
export { findDateTimes, pairDateTimes } from './times/find-date-times.js';
export { findTimes, findTimesIn, readTime } from './times/find-times.js';
export type {
  BooleanReading,
  DateOrder,
  DatePrecision,
  DateReading,
  DateTimeReading,
  DecimalMark,
  Language,
  NormaliseOptions,
  NumberKind,
  NumberReading,
  PrintedSpan,
  TimeReading,
} from './types.js';
