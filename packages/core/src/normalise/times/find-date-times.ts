import { findDatesIn } from '../dates/find-dates.js';
import type { FoundDate } from '../dates/numeric-dates.js';
import { printedBetween, scanText, type TextScan } from '../text/scan.js';
import { touches } from '../text/tokens.js';
import type { DateTimeReading, NormaliseOptions } from '../types.js';
import type { FoundTime } from './clock.js';
import { findTimesIn } from './find-times.js';

const MAX_GAP_TOKENS = 3;
const CONNECTORS = new Set(
  'at um on am a à las la alle ore às as om te kl the dem den le el il il the il of de du del da no em gegen ab from von t and uhr - – , ; | ( )'.split(
    ' ',
  ),
);

/**
 * Finds dates and times that belong together: ISO 8601, "5 March 2024 at 2 pm", "um 14 Uhr am 5. März". In order of their place; linear in
 * the length of the text; never throws. Only whole dates count.
 */
export function findDateTimes(text: string, options: NormaliseOptions = {}): DateTimeReading[] {
  const scan = scanText(text, options);
  return pairDateTimes(scan, findDatesIn(scan), findTimesIn(scan));
}

/** Pairs dates with the times beside them; both lists in order of place. */
export function pairDateTimes(
  scan: TextScan,
  dates: readonly (FoundDate & { readonly from: number })[],
  times: readonly FoundTime[],
): DateTimeReading[] {
  const readings: DateTimeReading[] = [];
  let at = 0;
  for (const date of dates) {
    if (date.reading.precision !== 'day') continue;
    while (at < times.length && times[at]!.next <= date.from - MAX_GAP_TOKENS - 1) at++;
    const beside = times.slice(at, at + 4).filter((time) => isBeside(scan, date, time));
    // The time behind the date is the usual one: 5 March, 10:00 – 6 March, 11:00.
    const time = beside.find((each) => each.from >= date.next) ?? beside[0];
    const compact = time === undefined ? compactTime(scan, date.next) : undefined;
    if (time !== undefined) readings.push(combine(scan, date, time));
    else if (compact !== undefined) readings.push(compactReading(scan, date, compact));
  }
  return readings;
}

function isBeside(scan: TextScan, date: { from: number; next: number }, time: FoundTime): boolean {
  const [first, last] = time.from >= date.next ? [date.next, time.from] : [time.next, date.from];
  if (last < first || last - first > MAX_GAP_TOKENS) return false;
  for (let index = first; index < last; index++) if (!CONNECTORS.has(scan.tokens[index]!.text)) return false;
  const gap = scan.text.slice(scan.tokens[first - 1]!.end, scan.tokens[last]!.start);
  return !/\r\n[^\S\n]*\r\n|\n[^\S\n]*\n/.test(gap) && gap.length < 24;
}

function combine(scan: TextScan, date: FoundDate & { from: number }, time: FoundTime): DateTimeReading {
  const first = Math.min(date.from, time.from);
  const next = Math.max(date.next, time.next);
  const offset = time.reading.offset ?? '';
  const dates = [date.reading.value, ...date.reading.alternatives];
  const times = [time.reading.value, ...time.reading.alternatives];
  const values = dates.flatMap((day) => times.map((clock) => `${day}T${clock}${offset}`));
  return {
    value: values[0]!,
    ...printedBetween(scan, scan.tokens[first]!.start, scan.tokens[next - 1]!.end),
    alternatives: values.slice(1),
  };
}

/** the T101500 of 20241225T101500Z */
function compactTime(scan: TextScan, at: number): { time: string; next: number } | undefined {
  const [t, digits, zone] = [scan.tokens[at], scan.tokens[at + 1], scan.tokens[at + 2]];
  const match = digits?.kind === 'digits' ? /^([01]\d|2[0-3])([0-5]\d)([0-5]\d)?$/.exec(digits.text) : null;
  if (match === null || t?.text !== 't' || !touches(scan.tokens[at - 1], t) || !touches(t, digits)) return undefined;
  const isUtc = zone?.text === 'z' && touches(digits, zone);
  return { time: `${match[1]}:${match[2]}:${match[3] ?? '00'}${isUtc ? 'Z' : ''}`, next: isUtc ? at + 3 : at + 2 };
}

function compactReading(scan: TextScan, date: FoundDate & { from: number }, compact: { time: string; next: number }): DateTimeReading {
  const span = printedBetween(scan, date.reading.start, scan.tokens[compact.next - 1]!.end);
  return { value: `${date.reading.value}T${compact.time}`, ...span, alternatives: [] };
}
