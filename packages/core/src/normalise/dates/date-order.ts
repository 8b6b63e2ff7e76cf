import { scanText, type TextScan } from '../text/scan.js';
import { onOneLine } from '../text/tokens.js';
import type { DateOrder, NormaliseOptions } from '../types.js';
import { fullYear, isCalendarDate, weekdayOf } from './calendar.js';
import { monthOf, WEEKDAYS } from './date-words.js';
import { readTriplet, type Triplet } from './triplets.js';

/** The order of numeric dates in a text, and what tells it. */
export interface DateOrderEvidence {
  readonly order: DateOrder;
  /**
   * `option`: the caller · `numbers`: a part over 12 in another date · `weekday`: a weekday beside a date ·
   * `words`: "March 5" or "5 March" elsewhere · `language`: not English, or a currency that is not the dollar · `default`: nothing
   */
  readonly evidence: 'option' | 'numbers' | 'weekday' | 'words' | 'language' | 'default';
}

/** Where nothing tells: English text is read as month first, all other text as day first. */
export const DEFAULT_DATE_ORDER: DateOrder = 'dmy';

const OTHER_CURRENCY = /[£€₹]|(?:^|[^A-Za-z])(?:RM|GBP|EUR|INR|AUD|NZD|ZAR|SGD|MYR|IDR)(?![A-Za-z])/;

/**
 * Infers how 03/04/2024 is to be read from what the text shows elsewhere; the first kind of evidence that is not evenly split decides.
 */
export function inferDateOrder(text: string, options: NormaliseOptions = {}): DateOrderEvidence {
  return inferDateOrderIn(scanText(text, options));
}

/** As {@link inferDateOrder}, on a text that was prepared before. */
export function inferDateOrderIn(scan: TextScan): DateOrderEvidence {
  if (scan.options.dateOrder !== undefined) return { order: scan.options.dateOrder, evidence: 'option' };
  const votes = { numbers: { dmy: 0, mdy: 0 }, weekday: { dmy: 0, mdy: 0 }, words: { dmy: 0, mdy: 0 } };
  for (let at = 0; at < scan.tokens.length; at++) {
    const token = scan.tokens[at]!;
    if (token.kind === 'digits') {
      const triplet = readTriplet(scan, at);
      if (triplet === undefined || triplet.parts[0].length > 2) continue;
      countTriplet(scan, at, triplet, votes);
      at = triplet.next - 1;
    } else if (token.kind === 'word' && monthOf(token.text) !== undefined) countWords(scan, at, votes.words);
  }
  for (const evidence of ['numbers', 'weekday', 'words'] as const) {
    const { dmy, mdy } = votes[evidence];
    if (dmy !== mdy) return { order: dmy > mdy ? 'dmy' : 'mdy', evidence };
  }
  const isEnglish = scan.languages.isKnown && scan.languages.ranked[0] === 'en';
  if (!isEnglish && scan.languages.isKnown) return { order: 'dmy', evidence: 'language' };
  // British, Indian or Malaysian English
  if (OTHER_CURRENCY.test(scan.text)) return { order: 'dmy', evidence: 'language' };
  return { order: isEnglish ? 'mdy' : DEFAULT_DATE_ORDER, evidence: 'default' };
}

interface Votes {
  dmy: number;
  mdy: number;
}

function countTriplet(scan: TextScan, at: number, { parts }: Triplet, votes: { numbers: Votes; weekday: Votes }): void {
  const [a, b] = [Number(parts[0]), Number(parts[1])];
  const year = fullYear(parts[2]);
  const [dmy, mdy] = [
    { year, month: b, day: a },
    { year, month: a, day: b },
  ];
  const [canDmy, canMdy] = [isCalendarDate(dmy), isCalendarDate(mdy)];
  if (canDmy !== canMdy) votes.numbers[canDmy ? 'dmy' : 'mdy']++;
  if (!canDmy || !canMdy || a === b) return;
  const before = [scan.tokens[at - 1], scan.tokens[at - 2]].find((token) => token?.kind === 'word');
  const weekday = before && onOneLine(scan.text, scan.tokens[at - 1], scan.tokens[at]) ? WEEKDAYS.get(before.text) : undefined;
  if (weekday === undefined || weekdayOf(dmy) === weekdayOf(mdy)) return;
  if (weekdayOf(dmy) === weekday) votes.weekday.dmy++;
  else if (weekdayOf(mdy) === weekday) votes.weekday.mdy++;
}

/** March 5, 2024 against 5 March 2024 */
function countWords(scan: TextScan, at: number, votes: Votes): void {
  const { tokens, text } = scan;
  const isDay = (index: number) => tokens[index]?.kind === 'digits' && tokens[index]!.text.length <= 2;
  if (isDay(at - 1) && onOneLine(text, tokens[at - 1], tokens[at])) votes.dmy++;
  else if (isDay(at + 1) && onOneLine(text, tokens[at], tokens[at + 1])) votes.mdy++;
}
