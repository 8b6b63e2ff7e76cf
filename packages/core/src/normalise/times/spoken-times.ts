import { lexicons, readNumberWords } from '../number-words/read-number-words.js';
import type { Language } from '../text/languages.js';
import type { TextScan } from '../text/scan.js';
import { onOneLine } from '../text/tokens.js';
import { type CompletedTime, completeTime, type FoundTime, matchPhrase } from './clock.js';
import { type MinutePhrase, TIME_WORDS, type TimeWords } from './time-words.js';

/** Reads the time in words that starts at token `at`: half past seven, Viertel vor acht, sept heures et demie, a las siete y media. */
export function readSpokenTime(scan: TextScan, at: number): FoundTime | undefined {
  let best: FoundTime | undefined;
  for (const language of scan.languages.ranked) {
    if (!scan.languages.likely.has(language)) continue;
    const words = TIME_WORDS[language];
    const time =
      readName(scan, at, words) ?? readBefore(scan, at, language) ?? readCounted(scan, at, language) ?? readHourFirst(scan, at, language);
    if (time !== undefined && (best === undefined || time.next > best.next)) best = time;
  }
  return best;
}

function firstMatch(scan: TextScan, at: number, phrases: readonly MinutePhrase[]): { value: number; next: number } | undefined {
  for (const [phrase, value] of phrases) {
    const next = matchPhrase(scan, at, phrase);
    if (next !== undefined) return { value, next };
  }
  return undefined;
}

/** A whole number up to `most` in digits or in the words of one language. */
function readCount(scan: TextScan, at: number, language: Language, most: number): { value: number; next: number } | undefined {
  const token = scan.tokens[at];
  if (token === undefined || token.kind === 'mark') return undefined;
  if (token.kind === 'digits')
    return token.text.length <= 2 && Number(token.text) <= most ? { value: Number(token.text), next: at + 1 } : undefined;
  const number = readNumberWords(scan.text, scan.tokens, at, lexicons[language]);
  const fits = number !== undefined && !number.isOrdinal && Number.isInteger(number.value) && number.value <= most;
  return fits ? { value: number.value, next: number.next } : undefined;
}

const finish = (scan: TextScan, from: number, next: number, minutes: number, precision: 'hour' | 'minute'): CompletedTime | undefined => {
  const inDay = ((minutes % 1440) + 1440) % 1440;
  return completeTime(scan, from, next, { hour: Math.floor(inDay / 60), minute: inDay % 60, precision });
};

function readName(scan: TextScan, at: number, words: TimeWords): FoundTime | undefined {
  const name = firstMatch(scan, at, words.names);
  const time = name && finish(scan, at, name.next, name.value, 'minute');
  // Noon is never midnight.
  return time && { ...time, reading: { ...time.reading, alternatives: [] } };
}

/** half past seven, halb acht */
function readBefore(scan: TextScan, at: number, language: Language): FoundTime | undefined {
  const phrase = firstMatch(scan, at, TIME_WORDS[language].before);
  return phrase && readHourAfter(scan, at, phrase.next, phrase.value, language);
}

/** ten past seven, fünf vor halb acht */
function readCounted(scan: TextScan, at: number, language: Language): FoundTime | undefined {
  const words = TIME_WORDS[language];
  const count = readCount(scan, at, language, 30);
  if (count === undefined || !onOneLine(scan.text, scan.tokens[count.next - 1], scan.tokens[count.next])) return undefined;
  const between = firstMatch(scan, count.next, words.between);
  if (between === undefined) return undefined;
  const minutes = between.value * count.value;
  const half =
    language === 'de' || language === 'nl'
      ? firstMatch(
          scan,
          between.next,
          words.before.filter(([, value]) => value === -30),
        )
      : undefined;
  const time = readHourAfter(scan, at, half?.next ?? between.next, minutes + (half?.value ?? 0), language);
  if (time === undefined) return undefined;
  // "10 to 12 people" is a range: digits on both sides need more beside them.
  const isAllDigits = scan.tokens[at]!.kind === 'digits' && scan.tokens[between.next]!.kind === 'digits';
  const isMinutes = scan.tokens[count.next]!.text.startsWith('minut');
  return isAllDigits && half === undefined && !time.hasPeriod && !isMinutes ? undefined : time;
}

function readHourAfter(scan: TextScan, from: number, at: number, minutes: number, language: Language): CompletedTime | undefined {
  if (!onOneLine(scan.text, scan.tokens[at - 1], scan.tokens[at])) return undefined;
  const hour = readCount(scan, at, language, 24);
  if (hour === undefined) return undefined;
  const afterWord = readHourWord(scan, hour.next, language) ?? hour.next;
  return finish(scan, from, afterWord, hour.value * 60 + minutes, 'minute');
}

function readHourWord(scan: TextScan, at: number, language: Language): number | undefined {
  if (!onOneLine(scan.text, scan.tokens[at - 1], scan.tokens[at])) return undefined;
  for (const phrase of TIME_WORDS[language].hourWords) {
    const next = matchPhrase(scan, at, phrase);
    if (next !== undefined) return next;
  }
  return undefined;
}

/** sept heures et demie, a las siete y media, seven o'clock, sieben Uhr dreißig */
function readHourFirst(scan: TextScan, at: number, language: Language): FoundTime | undefined {
  const words = TIME_WORDS[language];
  const hasIntro = words.intros.includes(scan.tokens[at]!.text);
  let start = at;
  if (hasIntro) {
    start = at + (/^['’]$/.test(scan.tokens[at + 1]?.text ?? '') ? 2 : 1);
    if (!onOneLine(scan.text, scan.tokens[start - 1], scan.tokens[start])) return undefined;
  }
  const hour = readCount(scan, start, language, 24);
  if (hour === undefined) return undefined;
  const hourWord = readHourWord(scan, hour.next, language);
  const next = hourWord ?? hour.next;
  if (hourWord === undefined && !hasIntro) return undefined;
  const rest = readRest(scan, next, language, hourWord !== undefined);
  const minutes = hour.value * 60 + (rest?.minutes ?? 0);
  const time = finish(scan, start, rest?.next ?? next, minutes, rest ? 'minute' : 'hour');
  // "las 7 personas": an article and a number are a time only with something more.
  return hourWord !== undefined || rest !== undefined || time?.hasPeriod || isAtTime(scan, at, next) ? time : undefined;
}

/** "a las 7", "alle 19", "às 7" at the end of a phrase */
function isAtTime(scan: TextScan, intro: number, next: number): boolean {
  const word = scan.text.slice(scan.tokens[intro]!.start, scan.tokens[intro]!.end).toLowerCase();
  const before = scan.tokens[intro - 1]?.text;
  const isAt = word === 'alle' || word === 'ore' || word === 'às' || (word === 'las' && /^(?:a|son|de|desde|hasta)$/.test(before ?? ''));
  const after = scan.tokens[next];
  return (
    isAt &&
    (after === undefined ||
      after.kind === 'mark' ||
      !onOneLine(scan.text, scan.tokens[next - 1], after) ||
      /^(?:y|e|o|del|de|di|da|do|en|no|em|il|el|in|con)$/.test(after.text))
  );
}

/** what follows the hour: et demie, moins dix, vingt */
function readRest(scan: TextScan, at: number, language: Language, hasHourWord: boolean): { minutes: number; next: number } | undefined {
  if (!onOneLine(scan.text, scan.tokens[at - 1], scan.tokens[at])) return undefined;
  const words = TIME_WORDS[language];
  const phrase = firstMatch(scan, at, words.after);
  if (phrase !== undefined) return { minutes: phrase.value, next: phrase.next };
  const tie = firstMatch(scan, at, words.afterCount);
  if (tie !== undefined) {
    const count = readCount(scan, tie.next, language, 59);
    if (count !== undefined) return { minutes: tie.value * count.value, next: count.next };
  }
  const count = hasHourWord ? readCount(scan, at, language, 59) : undefined;
  return count && { minutes: count.value, next: count.next };
}
