import { lexicons, readNumberWords } from '../number-words/read-number-words.js';
import type { Language } from '../text/languages.js';
import { printedBetween, type TextScan } from '../text/scan.js';
import { onOneLine } from '../text/tokens.js';
import { addDays, addMonths, type CalendarDate, formatDate, isCalendarDate, weekdayOf } from './calendar.js';
import {
  CALENDAR_UNITS,
  type CalendarUnit,
  COUNT_AFTER,
  COUNT_BEFORE,
  DAY_PHRASES,
  MORNING_BEFORE,
  PLACEMENTS,
  RISKY_WEEKDAYS,
  WEEKDAYS,
} from './date-words.js';
import type { FoundDate } from './numeric-dates.js';

/** Reads a date that only the day of writing resolves: tomorrow, in 3 days, vor zwei Wochen, next Friday. */
export function readRelativeDate(scan: TextScan, at: number, reference: CalendarDate): FoundDate | undefined {
  return readDayPhrase(scan, at, reference) ?? readCount(scan, at, reference) ?? readPlacedWeekday(scan, at, reference);
}

function build(
  scan: TextScan,
  first: number,
  next: number,
  date: CalendarDate,
  others: readonly CalendarDate[] = [],
): FoundDate | undefined {
  if (!isCalendarDate(date)) return undefined;
  const span = printedBetween(scan, scan.tokens[first]!.start, scan.tokens[next - 1]!.end);
  return { reading: { value: formatDate(date), ...span, precision: 'day', isRelative: true, alternatives: others.map(formatDate) }, next };
}

/** @returns the index after a phrase of folded words and marks that starts at `at` */
function matchPhrase(scan: TextScan, at: number, phrase: readonly string[]): number | undefined {
  for (let index = 0; index < phrase.length; index++) {
    if (scan.tokens[at + index]?.text !== phrase[index]) return undefined;
    if (index > 0 && !onOneLine(scan.text, scan.tokens[at + index - 1], scan.tokens[at + index])) return undefined;
  }
  return at + phrase.length;
}

function readDayPhrase(scan: TextScan, at: number, reference: CalendarDate): FoundDate | undefined {
  for (const [language, phrase, days] of DAY_PHRASES) {
    if (!scan.languages.likely.has(language)) continue;
    const next = matchPhrase(scan, at, phrase);
    if (next === undefined) continue;
    const isMorning = (phrase[0] === 'morgen' || phrase[0] === 'manana') && MORNING_BEFORE.has(scan.tokens[at - 1]?.text ?? '');
    return isMorning ? undefined : build(scan, at, next, addDays(reference, days));
  }
  return undefined;
}

const addUnits = (date: CalendarDate, count: number, unit: CalendarUnit): CalendarDate => {
  if (unit === 'day' || unit === 'week') return addDays(date, count * (unit === 'week' ? 7 : 1));
  return addMonths(date, count * (unit === 'year' ? 12 : 1));
};

/** 3 days ago, in two weeks, il y a 3 jours */
function readCount(scan: TextScan, at: number, reference: CalendarDate): FoundDate | undefined {
  for (const language of scan.languages.ranked) {
    if (!scan.languages.likely.has(language)) continue;
    const { later, earlier } = COUNT_BEFORE[language];
    for (const [phrases, direction] of [
      [later, 1],
      [earlier, -1],
    ] as const) {
      for (const phrase of phrases) {
        if (!phrase.startsWith(scan.tokens[at]!.text)) continue;
        const start = matchPhrase(scan, at, phrase.split(' '));
        const count = start === undefined ? undefined : readUnits(scan, start, language);
        if (count !== undefined) return build(scan, at, count.next, addUnits(reference, count.count * direction, count.unit));
      }
    }
    const count = readUnits(scan, at, language);
    if (count === undefined) continue;
    for (const [phrase, direction] of Object.entries(COUNT_AFTER)) {
      const next = matchPhrase(scan, count.next, phrase.split(' '));
      if (next !== undefined) return build(scan, at, next, addUnits(reference, count.count * direction, count.unit));
    }
  }
  return undefined;
}

/** three weeks, einem Monat */
function readUnits(scan: TextScan, at: number, language: Language): { count: number; unit: CalendarUnit; next: number } | undefined {
  const token = scan.tokens[at];
  if (token === undefined || token.kind === 'mark') return undefined;
  const words = token.kind === 'word' ? readNumberWords(scan.text, scan.tokens, at, lexicons[language]) : undefined;
  const count = token.kind === 'digits' ? Number(token.text) : words?.value;
  const next = words?.next ?? at + 1;
  const unit = CALENDAR_UNITS.get(scan.tokens[next]?.text ?? '');
  const isCount = count !== undefined && Number.isInteger(count) && count <= 10_000;
  return isCount && unit !== undefined && onOneLine(scan.text, scan.tokens[next - 1], scan.tokens[next])
    ? { count, unit, next: next + 1 }
    : undefined;
}

/**
 * next Friday, letzten Montag, lundi prochain, Friday. "This" and "next" count in weeks from Monday on: next Friday is the one of next
 * week, the first Friday to come is its alternative; a bare weekday and "coming" mean the first to come, today excluded.
 */
function readPlacedWeekday(scan: TextScan, at: number, reference: CalendarDate): FoundDate | undefined {
  const { text, tokens } = scan;
  const here = tokens[at]!.text;
  const leading = PLACEMENTS.get(here);
  const index = leading === undefined ? at : at + 1;
  if (leading !== undefined && !onOneLine(text, tokens[at], tokens[index])) return undefined;
  const weekday = WEEKDAYS.get(tokens[index]?.text ?? '');
  if (weekday === undefined) return undefined;
  // quarta-feira
  const isFeira = tokens[index + 1]?.text === '-' && tokens[index + 2]?.text === 'feira';
  const last = isFeira ? index + 2 : index;
  const trailing = onOneLine(text, tokens[last], tokens[last + 1]) ? PLACEMENTS.get(tokens[last + 1]!.text) : undefined;
  const placement = leading ?? trailing ?? 'coming';
  if (leading === undefined && trailing === undefined && !isFeira && RISKY_WEEKDAYS.has(here)) return undefined;
  const next = leading === undefined && trailing !== undefined ? last + 2 : last + 1;
  const inThisWeek = addDays(reference, weekday - weekdayOf(reference));
  const daysAhead = (weekday - weekdayOf(reference) + 7) % 7 || 7;
  const coming = addDays(reference, daysAhead);
  const before = addDays(coming, daysAhead === 7 ? -14 + 7 : -7);
  switch (placement) {
    case 'this':
      return build(scan, at, next, inThisWeek, [coming]);
    case 'next':
      return build(scan, at, next, addDays(inThisWeek, 7), [coming]);
    case 'last':
      return build(scan, at, next, addDays(inThisWeek, -7), [before]);
    case 'coming':
      return build(scan, at, next, coming, [before]);
  }
}
