import type { TextScan } from '../text/scan.js';
import { onOneLine, type Token, touches } from '../text/tokens.js';
import { completeTime, type FoundTime } from './clock.js';

const HOUR_WORDS = new Set(['uhr', 'uur', 'h', 'u', 'hrs', 'heures', 'heure', 'horas']);
const BEFORE_DOTTED = new Set(['um', 'om', 'ore', 'alle', 'at', 'kl', 'gegen', 'ab', 'bis', 'dalle', 'as']);

const isShort = (token: Token | undefined, length = 2): token is Token => token?.kind === 'digits' && token.text.length <= length;

/** Reads the time in digits that starts at token `at`: 14:30, 2.30 pm, 14h30, 7 pm, 14 Uhr 30, 143000 after a compact date. */
export function readDigitalTime(scan: TextScan, at: number): FoundTime | undefined {
  const { tokens } = scan;
  const hour = tokens[at];
  if (!isShort(hour) || isTail(scan, at)) return undefined;
  return readColons(scan, at) ?? readDotted(scan, at) ?? readHourWord(scan, at) ?? readBareHour(scan, at);
}

/** the 30 of 14:30, the 05 of 2024-05: digits that something before them owns */
function isTail(scan: TextScan, at: number): boolean {
  const { tokens } = scan;
  const left = tokens[at - 1];
  if (!touches(left, tokens[at])) return false;
  if (left!.kind === 'word') return left!.text !== 't';
  return /^[:.,/]$/.test(left!.text) && tokens[at - 2]?.kind === 'digits' && touches(tokens[at - 2], left);
}

function readColons(scan: TextScan, at: number): FoundTime | undefined {
  const { tokens } = scan;
  const [hour, colon, minute] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (colon?.text !== ':' || !touches(hour, colon) || !touches(colon, minute) || minute?.kind !== 'digits' || minute.text.length !== 2)
    return undefined;
  const seconds = readSeconds(scan, at + 3);
  const next = seconds?.next ?? at + 3;
  // 12:30:45:10 and 1:00/2 are no times
  if (touches(tokens[next - 1], tokens[next]) && tokens[next]!.text === ':' && tokens[next + 1]?.kind === 'digits') return undefined;
  const hourWord = HOUR_WORDS.has(tokens[next]?.text ?? '') && onOneLine(scan.text, tokens[next - 1], tokens[next]) ? next + 1 : next;
  const precision = seconds ? 'second' : 'minute';
  return completeTime(scan, at, hourWord, { hour: Number(hour.text), minute: Number(minute.text), second: seconds?.second, precision });
}

/** :05 or :05.250 */
function readSeconds(scan: TextScan, at: number): { second: string; next: number } | undefined {
  const { tokens } = scan;
  const [colon, second, point, decimals] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
  if (
    colon?.text !== ':' ||
    !touches(tokens[at - 1], colon) ||
    !touches(colon, second) ||
    second?.kind !== 'digits' ||
    second.text.length !== 2
  )
    return undefined;
  const hasDecimals =
    /^[.,]$/.test(point?.text ?? '') &&
    touches(second, point) &&
    touches(point, decimals) &&
    decimals?.kind === 'digits' &&
    decimals.text.length <= 9;
  return hasDecimals ? { second: `${second.text}.${decimals.text}`, next: at + 4 } : { second: second.text, next: at + 2 };
}

/** 14.30 Uhr, 2.30 pm, um 14.30: a dot alone is a decimal point */
function readDotted(scan: TextScan, at: number): FoundTime | undefined {
  const { text, tokens } = scan;
  const [hour, dot, minute] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (dot?.text !== '.' || !touches(hour, dot) || !touches(dot, minute) || minute?.kind !== 'digits' || minute.text.length !== 2)
    return undefined;
  const clock = { hour: Number(hour.text), minute: Number(minute.text), precision: 'minute' } as const;
  const after = tokens[at + 3];
  if (HOUR_WORDS.has(after?.text ?? '') && onOneLine(text, minute, after)) return completeTime(scan, at, at + 4, clock);
  const time = completeTime(scan, at, at + 3, clock);
  const isLonger = touches(minute, after) && /^[.,/-]$/.test(after!.text) && tokens[at + 4]?.kind === 'digits';
  const isAnnounced =
    BEFORE_DOTTED.has(tokens[at - 1]?.text ?? '') && onOneLine(text, tokens[at - 1], hour) && !isLonger && !onOneLine(text, minute, after);
  return time?.hasPeriod || isAnnounced ? time : undefined;
}

/** 14h30, 14 h 30, 14 Uhr 30, 7 Uhr, 7 heures */
function readHourWord(scan: TextScan, at: number): FoundTime | undefined {
  const { text, tokens } = scan;
  const [hour, word, minute] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (!HOUR_WORDS.has(word?.text ?? '') || !onOneLine(text, hour, word)) return undefined;
  const hasMinute = minute?.kind === 'digits' && minute.text.length === 2 && onOneLine(text, word, minute) && Number(minute.text) < 60;
  if (hasMinute) {
    const unit = /^(?:min|m|mn)$/.test(tokens[at + 3]?.text ?? '') && touches(minute, tokens[at + 3]) ? 1 : 0;
    return completeTime(scan, at, at + 3 + unit, { hour: Number(hour.text), minute: Number(minute.text), precision: 'minute' });
  }
  return completeTime(scan, at, at + 2, { hour: Number(hour.text), minute: 0, precision: 'hour' });
}

/** 7 pm, 7 in the evening; 7 o'clock is read with the spoken times */
function readBareHour(scan: TextScan, at: number): FoundTime | undefined {
  const hour = Number(scan.tokens[at]!.text);
  if (hour < 1 || hour > 12) return undefined;
  const time = completeTime(scan, at, at + 1, { hour, minute: 0, precision: 'hour' });
  return time?.hasPeriod ? time : undefined;
}
