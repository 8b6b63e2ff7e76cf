import { lexicons, readNumberWords } from '../number-words/read-number-words.js';
import { printedBetween, type TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import type { DateReading } from '../types.js';
import { type CalendarDate, formatDate, fullYear, isCalendarDate } from './calendar.js';
import { monthOf, RISKY_MONTHS } from './date-words.js';
import { type FoundDate, resolveMonthDay } from './numeric-dates.js';

/** A day or year beside a month, with the tokens `[first, next)` that print it. */
interface Part {
  readonly value: number;
  readonly first: number;
  readonly next: number;
}

const TIES = new Set([
  '.',
  '-',
  '/',
  ',',
  'of',
  'de',
  'd',
  "'",
  '’',
  'do',
  'del',
  'di',
  'dell',
  'van',
  'the',
  'º',
  'den',
  'der',
  'anno',
  'year',
]);
const SUFFIXES = new Set(['st', 'nd', 'rd', 'th', 'er', 're', 'o', 'º', 'ª', '°', 'a', 'e', 'eme', 'ste', 'de', 'ter', 'ten']);
const MAX_TIES = 3;

/**
 * Reads the date around the name of a month at token `at`: 5 March 2024, March 5th, 2024, 2024 March 5, le 1er mai, the first of May,
 * den dritten Mai zweitausendzehn, March 2024.
 * @returns with `from`: the index of its first token
 */
export function readWordedDate(
  scan: TextScan,
  at: number,
  reference: CalendarDate | undefined,
): (FoundDate & { readonly from: number }) | undefined {
  const month = monthOf(scan.tokens[at]!.text);
  if (month === undefined) return undefined;
  const before = readBefore(scan, at);
  const after = readAfter(scan, at);
  const parts = chooseParts(before, after);
  if (parts === undefined) return undefined;
  const { day, year } = parts;
  const from = Math.min(at, day?.first ?? at, year?.first ?? at);
  const endOfMonth =
    scan.tokens[at + 1]?.text === '.' && touches(scan.tokens[at], scan.tokens[at + 1]) && isAbbreviation(scan, at) ? at + 2 : at + 1;
  const next = Math.max(endOfMonth, day?.next ?? 0, year?.next ?? 0);
  if (year === undefined && !isSureMonth(scan, at, day!)) return undefined;
  const date = { year: year?.value ?? 2000, month, day: day?.value ?? 1 };
  if (!isCalendarDate(date)) return undefined;
  const span = printedBetween(scan, scan.tokens[from]!.start, scan.tokens[next - 1]!.end);
  const build = (value: string, precision: DateReading['precision'], isRelative = false) => ({
    reading: { value, ...span, precision, isRelative, alternatives: [] },
    next,
    from,
  });
  if (day === undefined) return build(formatDate(date).slice(0, 7), 'month');
  if (year === undefined) return build(...resolveMonthDay(date, reference), reference !== undefined);
  return build(formatDate(date), 'day');
}

const isAbbreviation = (scan: TextScan, at: number) =>
  scan.tokens[at]!.text.length <= 5 && scan.tokens[at]!.text !== 'may' && scan.tokens[at]!.text !== 'mai';

/** "4 may be closed" is no date: without a year, months that are words too need a capital. */
function isSureMonth(scan: TextScan, at: number, day: Part): boolean {
  const token = scan.tokens[at]!;
  if (!RISKY_MONTHS.has(token.text)) return true;
  const isCapital = /^\p{Lu}/u.test(scan.text.slice(token.start, token.end));
  return isCapital || (day.next < at && !/^[.,]$/.test(scan.tokens[at - 1]!.text));
}

interface Parts {
  readonly day?: Part;
  readonly year?: Part;
  /** two digits that are a year only where a day is known without them */
  readonly shortYear?: Part;
}

function chooseParts(before: Parts, after: Parts): Parts | undefined {
  // "Chapter 5, March 12, 2024": what stands whole on the right wins.
  if (after.day !== undefined && after.year !== undefined) return after;
  if (before.day !== undefined) return { day: before.day, year: after.year ?? after.shortYear ?? before.year };
  if (before.year !== undefined && after.day !== undefined) return { day: after.day, year: before.year };
  return after.day !== undefined || after.year !== undefined ? after : undefined;
}

/** Index of the first token that is no tie, going left or right from `at`. */
function skipTies(scan: TextScan, at: number, step: 1 | -1): number {
  let index = at + step;
  for (let count = 0; count < MAX_TIES && TIES.has(scan.tokens[index]?.text ?? ''); count++) {
    const [left, right] = step === 1 ? [index - 1, index] : [index, index + 1];
    if (!onOneLine(scan.text, scan.tokens[left], scan.tokens[right])) return -1;
    index += step;
  }
  const [left, right] = step === 1 ? [index - 1, index] : [index, index + 1];
  return onOneLine(scan.text, scan.tokens[left], scan.tokens[right]) ? index : -1;
}

function readBefore(scan: TextScan, at: number): Parts {
  const { tokens } = scan;
  let last = skipTies(scan, at, -1);
  if (last < 0) return {};
  if (
    tokens[last]!.kind === 'word' &&
    SUFFIXES.has(tokens[last]!.text) &&
    touches(tokens[last - 1], tokens[last]) &&
    tokens[last - 1]?.kind === 'digits'
  )
    last--;
  // "du 1 au 3 mars", "1º" with the sign as a mark
  if (tokens[last]?.text === '°') last--;
  const token = tokens[last];
  if (token?.kind === 'digits') {
    if (isBoundLeft(scan, last)) return {};
    const part = { value: Number(token.text), first: last, next: last + 1 };
    const isDay = token.text.length <= 2 && part.value >= 1 && part.value <= 31;
    if (!isDay && !isYear(token.text)) return {};
    const other = digitsBefore(scan, last, isDay);
    return isDay ? { day: part, year: other } : { year: part, day: other };
  }
  return token?.kind === 'word' ? { day: wordsEndingAt(scan, last) } : {};
}

/** The year before a day or the day before a year, tied by the same mark as the month: 2020/23/Sep, 23-2020-Sep. */
function digitsBefore(scan: TextScan, at: number, wantsYear: boolean): Part | undefined {
  const { tokens } = scan;
  const [digits, mark, here] = [tokens[at - 2], tokens[at - 1], tokens[at]];
  const isTied = touches(digits, mark) && touches(mark, here) && /^[/.-]$/.test(mark!.text) && tokens[at + 1]?.text === mark!.text;
  if (digits?.kind !== 'digits' || !isTied) return undefined;
  const value = Number(digits.text);
  const fits = wantsYear ? isYear(digits.text) : digits.text.length <= 2 && value >= 1 && value <= 31;
  return fits ? { value, first: at - 2, next: at - 1 } : undefined;
}

/** digits of a time or a decimal: 10:30 March, 1.5 March; 2024-03- is no such case */
function isBoundLeft(scan: TextScan, at: number): boolean {
  const { tokens } = scan;
  const mark = tokens[at - 1];
  return touches(mark, tokens[at]) && /^[:.,]$/.test(mark!.text) && tokens[at - 2]?.kind === 'digits' && touches(tokens[at - 2], mark);
}

const isYear = (digits: string) => /^(?:1\d|2\d)\d\d$/.test(digits);

/** The day in words that ends at token `last`: *twenty-third* of June, *primero* de enero. */
function wordsEndingAt(scan: TextScan, last: number): Part | undefined {
  for (let first = Math.max(0, last - 2); first <= last; first++) {
    if (scan.tokens[first]!.kind !== 'word') continue;
    for (const language of scan.languages.ranked) {
      const number = readNumberWords(scan.text, scan.tokens, first, lexicons[language]);
      if (number?.next === last + 1 && !number.isArticle && number.value >= 1 && number.value <= 31)
        return { value: number.value, first, next: last + 1 };
    }
  }
  return undefined;
}

function readAfter(scan: TextScan, at: number): Parts {
  const index = skipTies(scan, at, 1);
  if (index < 0) return {};
  const year = readYear(scan, index, false);
  if (year !== undefined) {
    // September-2020-23
    const [mark, digits] = [scan.tokens[year.next], scan.tokens[year.next + 1]];
    const hasDay = mark?.text === '-' && touches(scan.tokens[year.next - 1], mark) && touches(mark, digits) && digits?.kind === 'digits';
    const day = hasDay && digits.text.length <= 2 ? { value: Number(digits.text), first: year.next + 1, next: year.next + 2 } : undefined;
    return { year, day };
  }
  const short = readShortYear(scan, index);
  if (/^['’]$/.test(scan.tokens[index - 1]!.text)) return { year: short };
  const day = readDay(scan, index);
  if (day === undefined) return { shortYear: short };
  const afterDay = skipTies(scan, day.next - 1, 1);
  return { day, year: afterDay < 0 ? undefined : readYear(scan, afterDay, true), shortYear: short };
}

/** the 24 of 5 Mar 24 */
function readShortYear(scan: TextScan, at: number): Part | undefined {
  const token = scan.tokens[at];
  const isShort = token?.kind === 'digits' && token.text.length === 2 && !isTime(scan, at) && scan.tokens[at - 1]!.text !== ',';
  return isShort ? { value: fullYear(token.text), first: at, next: at + 1 } : undefined;
}

function readDay(scan: TextScan, at: number): Part | undefined {
  const { text, tokens } = scan;
  const token = tokens[at];
  if (token?.kind === 'digits') {
    const value = Number(token.text);
    if (token.text.length > 2 || value < 1 || value > 31 || isTime(scan, at)) return undefined;
    const suffix = tokens[at + 1];
    return { value, first: at, next: touches(token, suffix) && SUFFIXES.has(suffix!.text) ? at + 2 : at + 1 };
  }
  if (token?.kind !== 'word') return undefined;
  const number = readNumberWords(text, tokens, at, lexicons.en);
  return number !== undefined && !number.isArticle && number.value >= 1 && number.value <= 31
    ? { value: number.value, first: at, next: number.next }
    : undefined;
}

/** 10:30, 10h, 10 am, 10 Uhr, 10 % */
function isTime(scan: TextScan, at: number): boolean {
  const { tokens, text } = scan;
  const after = tokens[at + 1];
  if (!onOneLine(text, tokens[at], after)) return false;
  if (after!.kind === 'mark')
    return (
      after!.text === ':' ||
      after!.text === '%' ||
      (after!.text === '.' && touches(tokens[at], after) && touches(after, tokens[at + 2]) && tokens[at + 2]?.kind === 'digits')
    );
  return /^(?:h|am|pm|uhr|uur|heures|horas|ore)$/.test(after!.text);
}

/** A year in digits or words; two digits only after a day and a tie (5-Mar-24, March 5, '24). */
function readYear(scan: TextScan, at: number, hasDay: boolean): Part | undefined {
  const { tokens } = scan;
  const token = tokens[at];
  if (token?.kind === 'digits') {
    if (isYear(token.text) && !isTime(scan, at)) return { value: Number(token.text), first: at, next: at + 1 };
    const isShort = hasDay && token.text.length === 2 && !isTime(scan, at) && TIES.has(tokens[at - 1]!.text);
    return isShort ? { value: fullYear(token.text), first: at, next: at + 1 } : undefined;
  }
  return token?.kind === 'word' ? readWordedYear(scan, at) : undefined;
}

/** zweitausendzehn, dos mil doce, nineteen ninety-nine */
function readWordedYear(scan: TextScan, at: number): Part | undefined {
  const { text, tokens } = scan;
  for (const language of scan.languages.ranked) {
    const first = readNumberWords(text, tokens, at, lexicons[language]);
    // mil, mille, miles: a thousand by itself is no year.
    if (first === undefined || first.isOrdinal || first.value === 1000) continue;
    if (Number.isInteger(first.value) && first.value >= 1000 && first.value < 3000)
      return { value: first.value, first: at, next: first.next };
    if (language !== 'en' || first.value < 10 || first.value > 29 || !onOneLine(text, tokens[first.next - 1], tokens[first.next])) continue;
    const second = readNumberWords(text, tokens, first.next, lexicons.en);
    if (second !== undefined && second.value >= 10 && second.value <= 99)
      return { value: first.value * 100 + second.value, first: at, next: second.next };
  }
  return undefined;
}
