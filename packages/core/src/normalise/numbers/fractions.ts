import type { NumberLexicon } from '../number-words/lexicon.js';
import { numberWordOf, readNumberWords } from '../number-words/read-number-words.js';
import type { TextScan } from '../text/scan.js';
import { onOneLine, type Token } from '../text/tokens.js';

/** @returns the value of ½ and its like, by their compatibility decomposition `1⁄2` */
export function vulgarFraction(token: Token | undefined): number | undefined {
  if (token?.kind !== 'mark') return undefined;
  const parts = /^(\d)⁄(\d{1,2})$/.exec(token.text.normalize('NFKD'));
  return parts === null ? undefined : Number(parts[1]) / Number(parts[2]);
}

/** The denominator after a numerator in words: three *quarters*, zwei *Drittel*; a spaced hyphen may stand between. */
export function readDenominator(
  scan: TextScan,
  at: number,
  numerator: number,
  lexicon: NumberLexicon,
  isArticle: boolean,
): { value: number; next: number } | undefined {
  const { text, tokens } = scan;
  const hasHyphen = tokens[at]?.text === '-' && onOneLine(text, tokens[at - 1], tokens[at]);
  const index = at + (hasHyphen ? 1 : 0);
  const word = tokens[index];
  if (word?.kind !== 'word' || !onOneLine(text, tokens[index - 1], word)) return undefined;
  const isOne = numerator === 1 || isArticle;
  const value = (isOne ? lexicon.denominators.singular : lexicon.denominators.plural).get(word.text);
  if (value !== undefined) return { value, next: index + 1 };
  return lexicon.language === 'es' || lexicon.language === 'pt' ? readTwelfths(scan, index, lexicon) : undefined;
}

/** onceavos, onze avos: a cardinal with the ending that turns it into a denominator */
function readTwelfths(scan: TextScan, at: number, lexicon: NumberLexicon): { value: number; next: number } | undefined {
  const { text, tokens } = scan;
  const stem = /^(.{2,20})avos?$/.exec(tokens[at]!.text)?.[1];
  const small =
    stem === undefined ? undefined : [stem, `${stem}e`].map((word) => lexicon.words.get(word)).find((word) => word?.role === 'small');
  if (small?.role === 'small') return { value: small.value, next: at + 1 };
  const below = readNumberWords(text, tokens, at, lexicon);
  const isPart =
    below !== undefined && /^avos?$/.test(tokens[below.next]?.text ?? '') && onOneLine(text, tokens[below.next - 1], tokens[below.next]);
  return isPart && below.value > 0 ? { value: below.value, next: below.next + 1 } : undefined;
}

/** "and a half", "y medio", "et demie" after a number; `needsJoiner: false` after an article ("a half"). */
export function readHalf(scan: TextScan, at: number, lexicons: readonly NumberLexicon[], needsJoiner = true): { next: number } | undefined {
  const { text, tokens } = scan;
  if (tokens[at]?.kind !== 'word' || !onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
  for (const lexicon of lexicons) {
    let index = at;
    if (needsJoiner) {
      if (numberWordOf(tokens[index], lexicon)?.role !== 'joiner') continue;
      index++;
      if (numberWordOf(tokens[index], lexicon)?.role === 'article') index++;
    }
    const word = tokens[index];
    if (word?.kind === 'word' && lexicon.halves.has(word.text) && onOneLine(text, tokens[index - 1], word)) return { next: index + 1 };
  }
  return undefined;
}

/** The decimals after "point": *five six* → 56, *vingt-cinq* → 25, *null fünf* → 05. */
export function readWordedDecimals(scan: TextScan, at: number, lexicon: NumberLexicon): { digits: string; next: number } | undefined {
  const { text, tokens } = scan;
  if (tokens[at]?.kind !== 'word' || !lexicon.point.has(tokens[at].text) || !onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
  let digits = '';
  let next = at + 1;
  while (digits.length < 12 && onOneLine(text, tokens[next - 1], tokens[next])) {
    const word = numberWordOf(tokens[next], lexicon);
    const isDigit = (word?.role === 'small' && word.value <= 9) || word?.role === 'article';
    const number = readNumberWords(text, tokens, next, lexicon);
    if (number === undefined || number.isOrdinal || !Number.isInteger(number.value)) break;
    if (isDigit) {
      digits += word!.role === 'article' ? '1' : String((word as { value: number }).value);
      next++;
    } else if (number.value >= 10 && number.value < 1e6 && !/[1-9]/.test(digits)) {
      return { digits: digits + String(number.value), next: number.next };
    } else break;
  }
  return digits === '' ? undefined : { digits, next };
}
