import { printedBetween, scanText, type TextScan } from '../text/scan.js';
import { onOneLine } from '../text/tokens.js';
import type { DateReading, NormaliseOptions } from '../types.js';
import { type CalendarDate, parseDate } from './calendar.js';
import { inferDateOrderIn } from './date-order.js';
import { monthOf } from './date-words.js';
import { type FoundDate, readNumericDate } from './numeric-dates.js';
import { readRelativeDate } from './relative-dates.js';
import { readWordedDate } from './worded-dates.js';

/**
 * Finds the calendar dates that a text prints: in digits of every order, in the words of seven languages, and, where
 * `referenceDate` is given, relative ones. In order of their place, without overlaps; linear in the length of the text; never throws.
 */
export function findDates(text: string, options: NormaliseOptions = {}): DateReading[] {
  return findDatesIn(scanText(text, options)).map(({ reading }) => reading);
}

/** As {@link findDates}, on a text that was prepared before; `from` and `next` are indexes of tokens. */
export function findDatesIn(scan: TextScan): (FoundDate & { readonly from: number })[] {
  const { order } = inferDateOrderIn(scan);
  const reference = scan.options.referenceDate === undefined ? undefined : parseDate(scan.options.referenceDate);
  const found: (FoundDate & { from: number })[] = [];
  for (let at = 0; at < scan.tokens.length; ) {
    const date = readDateAt(scan, at, order, reference);
    // A worded date begins before its month: what was found there gives way unless it is a date of its own.
    while (date !== undefined && found.length > 0 && found.at(-1)!.next > date.from && found.at(-1)!.reading.precision !== 'day')
      found.pop();
    // Thursday, 5 March: the weekday is part of the date behind it.
    if (date !== undefined && !date.reading.isRelative && found.at(-1)?.reading.isRelative && date.from - found.at(-1)!.next <= 1)
      found.pop();
    const overlaps = date !== undefined && found.length > 0 && found.at(-1)!.next > date.from;
    if (date !== undefined && !overlaps) {
      found.push(date);
      at = Math.max(date.next, at + 1);
    } else at++;
  }
  return found;
}

/**
 * Reads a printed date as a whole: `le 3 mars 2021` → 2021-03-03.
 * @returns undefined where the print holds no date, or more than one
 */
export function readDate(printed: string, options: NormaliseOptions = {}): string | undefined {
  const readings = findDates(printed, options);
  return readings.length === 1 ? readings[0]!.value : undefined;
}

function readDateAt(
  scan: TextScan,
  at: number,
  order: ReturnType<typeof inferDateOrderIn>['order'],
  reference: CalendarDate | undefined,
): (FoundDate & { from: number }) | undefined {
  const token = scan.tokens[at]!;
  if (token.kind === 'mark') return undefined;
  if (token.kind === 'digits') {
    const date = readNumericDate(scan, at, order, reference) ?? readYearAfterWord(scan, at) ?? countedRelative(scan, at, reference);
    return date && { ...date, from: at };
  }
  if (monthOf(token.text) !== undefined) {
    const date = readWordedDate(scan, at, reference);
    if (date !== undefined) return date;
  }
  const relative = countedRelative(scan, at, reference);
  return relative && { ...relative, from: at };
}

const countedRelative = (scan: TextScan, at: number, reference: CalendarDate | undefined) =>
  reference === undefined ? undefined : readRelativeDate(scan, at, reference);

const BEFORE_YEARS = new Set(
  'in since year im seit jahr en depuis annee an desde ano nel dal anno em sinds jaar © copyright spring summer autumn fall winter'.split(
    ' ',
  ),
);

/** in 1998: a year by itself needs a word that says so */
function readYearAfterWord(scan: TextScan, at: number): FoundDate | undefined {
  const token = scan.tokens[at]!;
  const isYear = /^(?:1[5-9]|20)\d\d$/.test(token.text);
  if (!isYear || !BEFORE_YEARS.has(scan.tokens[at - 1]?.text ?? '') || !onOneLine(scan.text, scan.tokens[at - 1], token)) return undefined;
  const span = printedBetween(scan, token.start, token.end);
  return { reading: { value: token.text, ...span, precision: 'year', isRelative: false, alternatives: [] }, next: at + 1 };
}
