import { lexicons } from '../number-words/read-number-words.js';
import { printedBetween, type TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import type { DateOrder, DateReading } from '../types.js';
import { type CalendarDate, formatDate, fullYear, isCalendarDate, nearestYear } from './calendar.js';
import { readTriplet, type Triplet } from './triplets.js';

/** A date with the index after its last token. */
export interface FoundDate {
  readonly reading: DateReading;
  readonly next: number;
}

/** Reads the date in digits that starts at token `at`. */
export function readNumericDate(scan: TextScan, at: number, order: DateOrder, reference: CalendarDate | undefined): FoundDate | undefined {
  const triplet = readTriplet(scan, at);
  if (triplet !== undefined) {
    const [date, ...others] = interpretTriplet(triplet, order);
    if (date === undefined) return undefined;
    const span = printedBetween(scan, triplet.start, triplet.end);
    return {
      reading: { value: formatDate(date), ...span, precision: 'day', isRelative: false, alternatives: others.map(formatDate) },
      next: triplet.next,
    };
  }
  return readCompact(scan, at) ?? readSpokenMonth(scan, at) ?? readPair(scan, at, order, reference);
}

/** The dates that a triplet may mean, the likeliest first. */
export function interpretTriplet({ parts, separator }: Triplet, order: DateOrder): CalendarDate[] {
  const [first, second, third] = parts;
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  const readings: Record<DateOrder, CalendarDate> = {
    dmy: { day: a, month: b, year: fullYear(third) },
    mdy: { month: a, day: b, year: fullYear(third) },
    ymd: { year: fullYear(first), month: b, day: c },
  };
  const isYear = (digits: string) => digits.length === 4 || digits.length === 2;
  if (first.length > 2) {
    // Year first is month second everywhere, but where the month cannot be one.
    const dates = second.length <= 2 && third.length <= 2 && first.length === 4 ? [readings.ymd, { year: a, month: c, day: b }] : [];
    return dates.filter(isCalendarDate).slice(0, 1);
  }
  if (second.length > 2 || !isYear(third)) return [];
  // Dots are day first wherever they are used for dates.
  const preferred: DateOrder = separator === '.' || separator === ' ' || separator === 'de' ? (order === 'ymd' ? 'ymd' : 'dmy') : order;
  const orders: DateOrder[] = [preferred, ...(['dmy', 'mdy'] as const).filter((each) => each !== preferred)];
  if (third.length === 2 && first.length === 2 && preferred !== 'ymd') orders.push('ymd');
  const possible = orders.filter((each) => (each !== 'ymd' || third.length <= 2) && isCalendarDate(readings[each]));
  const dates = (possible.some((each) => each !== 'ymd') && preferred !== 'ymd' ? possible.filter((each) => each !== 'ymd') : possible).map(
    (each) => readings[each],
  );
  return dates.filter((date, index) => dates.findIndex((other) => formatDate(other) === formatDate(date)) === index);
}

/** 20241225 */
function readCompact(scan: TextScan, at: number): FoundDate | undefined {
  const token = scan.tokens[at]!;
  const match = /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(token.text);
  const isAlone =
    !touches(scan.tokens[at - 1], token) && (!touches(token, scan.tokens[at + 1]) || /^[tT.,;)]$/.test(scan.tokens[at + 1]!.text));
  if (match === null || !isAlone) return undefined;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  if (!isCalendarDate(date)) return undefined;
  const span = printedBetween(scan, token.start, token.end);
  return { reading: { value: formatDate(date), ...span, precision: 'day', isRelative: false, alternatives: [] }, next: at + 1 };
}

/** 7. vierter 2016: German counts its months aloud */
function readSpokenMonth(scan: TextScan, at: number): FoundDate | undefined {
  const { tokens, text } = scan;
  const [day, mark, word, year] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  const month = word?.kind === 'word' ? lexicons.de.words.get(word.text) : undefined;
  if (mark?.text !== '.' || month?.role !== 'ordinal' || year?.kind !== 'digits' || year.text.length !== 4) return undefined;
  if (!touches(day, mark) || !onOneLine(text, mark, word) || !onOneLine(text, word, year)) return undefined;
  const date = { year: Number(year.text), month: month.value, day: Number(day!.text) };
  if (!isCalendarDate(date)) return undefined;
  const span = printedBetween(scan, day!.start, year.end);
  return { reading: { value: formatDate(date), ...span, precision: 'day', isRelative: false, alternatives: [] }, next: at + 4 };
}

/** 12/2024 and 2024-12 are months; 25/12 and 25.12. are days without a year */
function readPair(scan: TextScan, at: number, order: DateOrder, reference: CalendarDate | undefined): FoundDate | undefined {
  const { tokens } = scan;
  const [a, mark, b, after] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (a?.kind !== 'digits' || b?.kind !== 'digits' || !touches(a, mark) || !touches(mark, b) || !/^[/.-]$/.test(mark!.text))
    return undefined;
  const left = tokens[at - 1];
  if (touches(left, a) && !/^[([{"'“„:=]$/.test(left!.text)) return undefined;
  if (
    touches(b, after) &&
    (after!.kind !== 'mark' || (/^[/.:-]$/.test(after!.text) && tokens[at + 4]?.kind === 'digits' && touches(after, tokens[at + 4])))
  )
    return undefined;
  const build = (
    value: string,
    precision: DateReading['precision'],
    next: number,
    alternatives: string[] = [],
    isRelative = false,
  ): FoundDate => ({
    reading: { value, ...printedBetween(scan, a.start, tokens[next - 1]!.end), precision, isRelative, alternatives },
    next,
  });
  const month = (digits: string) => digits.length <= 2 && Number(digits) >= 1 && Number(digits) <= 12;
  const year = (digits: string) => /^(?:1[5-9]|20)\d\d$/.test(digits);
  if (year(a.text) && b.text.length === 2 && month(b.text) && mark!.text !== '.') return build(`${a.text}-${b.text}`, 'month', at + 3);
  if (month(a.text) && year(b.text)) return build(`${b.text}-${a.text.padStart(2, '0')}`, 'month', at + 3);
  const isDotted = mark!.text === '.' && after?.text === '.' && touches(b, after);
  if (a.text.length > 2 || b.text.length > 2 || !(mark!.text === '/' || isDotted)) return undefined;
  const monthFirst = order === 'mdy' && !isDotted;
  const days = [monthFirst ? [a, b] : [b, a], monthFirst ? [b, a] : [a, b]]
    .map(([m, d]) => ({ year: 2000, month: Number(m!.text), day: Number(d!.text) }))
    .filter((date, index, all) => isCalendarDate(date) && (index === 0 || date.month !== all[0]!.month));
  if (days.length === 0) return undefined;
  return build(
    ...resolveMonthDay(days[0]!, reference),
    at + (isDotted ? 4 : 3),
    days.slice(1).map((date) => resolveMonthDay(date, reference)[0]),
    reference !== undefined,
  );
}

/** `--MM-DD`, or the whole date nearest to the reference */
export function resolveMonthDay(date: CalendarDate, reference: CalendarDate | undefined): [string, DateReading['precision']] {
  const full = reference && nearestYear(date.month, date.day, reference);
  return full === undefined ? [`-${formatDate(date).slice(4)}`, 'month-day'] : [formatDate(full), 'day'];
}
