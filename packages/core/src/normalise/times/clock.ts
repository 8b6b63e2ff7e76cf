import { printedBetween, type TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import type { TimeReading } from '../types.js';
import { TIME_WORDS } from './time-words.js';

/** A time with the tokens `[from, next)` that print it. */
export interface FoundTime {
  readonly reading: TimeReading;
  readonly from: number;
  readonly next: number;
}

/** A time that was completed by what follows it. */
export interface CompletedTime extends FoundTime {
  /** true where am, pm or a part of the day stands behind it */
  readonly hasPeriod: boolean;
}

/** A time before morning and afternoon are told apart. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  /** with decimals as printed: `05.250` */
  readonly second?: string;
  readonly precision: TimeReading['precision'];
}

const pad = (value: number) => String(value).padStart(2, '0');

/** `HH:MM:SS` of the minutes since midnight, over midnight both ways */
export function formatMinutes(minutes: number, second = '00'): string {
  const inDay = ((minutes % 1440) + 1440) % 1440;
  return `${pad(Math.floor(inDay / 60))}:${pad(inDay % 60)}:${second}`;
}

/** @returns the index after a phrase of folded words and marks at `at`, which must stand on the line of the token before */
export function matchPhrase(scan: TextScan, at: number, phrase: readonly string[]): number | undefined {
  for (let index = 0; index < phrase.length; index++) {
    if (scan.tokens[at + index]?.text !== phrase[index]) return undefined;
    if (at + index > 0 && index > 0 && !onOneLine(scan.text, scan.tokens[at + index - 1], scan.tokens[at + index])) return undefined;
  }
  return at + phrase.length;
}

/** Reads am, p.m., "in the evening", "du soir" after a time. */
function readPeriod(scan: TextScan, at: number): { isAfternoon: boolean; next: number } | undefined {
  const { text, tokens } = scan;
  if (!onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
  const word = tokens[at]!.text;
  if (/^(?:am|pm)$/.test(word)) return { isAfternoon: word === 'pm', next: at + 1 };
  if ((word === 'a' || word === 'p') && tokens[at + 1]?.text === '.' && tokens[at + 2]?.text === 'm') {
    return { isAfternoon: word === 'p', next: tokens[at + 3]?.text === '.' && touches(tokens[at + 2], tokens[at + 3]) ? at + 4 : at + 3 };
  }
  // 5p, 5a
  if ((word === 'a' || word === 'p') && touches(tokens[at - 1], tokens[at]) && tokens[at - 1]!.kind === 'digits')
    return { isAfternoon: word === 'p', next: at + 1 };
  for (const language of scan.languages.ranked) {
    for (const [phrase, isAfternoon] of TIME_WORDS[language].periods) {
      const next = matchPhrase(scan, at, phrase);
      if (next !== undefined) return { isAfternoon, next };
    }
  }
  return undefined;
}

/** Reads Z, UTC, GMT or ±HH:MM after a time. */
function readOffset(scan: TextScan, at: number): { offset: string; next: number } | undefined {
  const { text, tokens } = scan;
  const token = tokens[at];
  if (!onOneLine(text, tokens[at - 1], token)) return undefined;
  if (/^(?:utc|gmt)$/.test(token!.text) || (token!.text === 'z' && touches(tokens[at - 1], token))) return { offset: 'Z', next: at + 1 };
  if (!/^[+\-−]$/.test(token!.text) || !touches(tokens[at - 1], token) || !touches(token, tokens[at + 1])) return undefined;
  const sign = token!.text === '+' ? '+' : '-';
  const [hours, colon, minutes] = [tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (hours?.kind !== 'digits') return undefined;
  if (hours.text.length === 4) return { offset: `${sign}${hours.text.slice(0, 2)}:${hours.text.slice(2)}`, next: at + 2 };
  const hasMinutes = hours.text.length === 2 && colon?.text === ':' && minutes?.kind === 'digits' && minutes.text.length === 2;
  return hasMinutes ? { offset: `${sign}${hours.text}:${minutes.text}`, next: at + 4 } : undefined;
}

/**
 * Completes a time that was read up to token `next` with the part of the day and the offset behind it.
 * @returns undefined where it is no time of day
 */
export function completeTime(scan: TextScan, from: number, next: number, time: ClockTime): CompletedTime | undefined {
  const period = readPeriod(scan, next);
  const limit = period === undefined ? 24 : 12;
  if (time.hour > 24 || time.minute > 59 || Number(time.second ?? 0) >= 61 || (time.hour === 24 && time.minute > 0)) return undefined;
  const isTwelveHour = period !== undefined && time.hour <= limit;
  const hour = isTwelveHour ? (time.hour % 12) + (period.isAfternoon ? 12 : 0) : time.hour;
  const end = period?.next ?? next;
  const offset = readOffset(scan, end);
  const last = offset?.next ?? end;
  const minutes = hour * 60 + time.minute;
  const couldBeLater = period === undefined && hour >= 1 && hour <= 12 && offset === undefined;
  const reading: TimeReading = {
    value: formatMinutes(minutes, time.second),
    ...printedBetween(scan, scan.tokens[from]!.start, scan.tokens[last - 1]!.end),
    precision: time.precision,
    ...(offset && { offset: offset.offset }),
    alternatives: couldBeLater ? [formatMinutes(minutes + 720, time.second)] : [],
  };
  return { reading, from, next: last, hasPeriod: period !== undefined };
}
