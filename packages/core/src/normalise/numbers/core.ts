import type { NumberLexicon } from '../number-words/lexicon.js';
import { lexicons, numberWordOf, readNumberWords, SCALE_ABBREVIATIONS } from '../number-words/read-number-words.js';
import type { Language } from '../text/languages.js';
import type { TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import { readDenominator, readHalf, readWordedDecimals, vulgarFraction } from './fractions.js';
import { collectDigitChain, interpretChain } from './numerals.js';
import { isPercentTail } from './percents.js';

/** A number without sign, unit and currency. */
export interface NumberCore {
  readonly value: number;
  readonly alternatives: readonly number[];
  /** index after its last token */
  readonly next: number;
  readonly isOrdinal: boolean;
  /** just an indefinite article: a number only where a unit follows */
  readonly isArticle: boolean;
  readonly isFragment: boolean;
  readonly isDigits: boolean;
  /** decimals or grouping: how sums of money look */
  readonly looksLikeMoney: boolean;
  readonly language?: Language;
}

/** A digit chain that is not one number (a date, a version): each run of digits by itself. */
export interface BrokenChain {
  readonly fragments: readonly { readonly start: number; readonly end: number; readonly value: number }[];
  readonly next: number;
}

const ORDINAL_SUFFIXES = new Set('st nd rd th er ere e eme ieme re nde ste de te º ª o a os as ro ra da do vo va mo ma'.split(' '));

/** Exact product with a power of ten: 4.35 × 10² is 435, not 434.99999999999994. */
const shifted = (digits: string, exponent: number): number => Number(`${digits}e${exponent}`);

/** Reads the number that starts at a digits token. */
export function readDigits(scan: TextScan, at: number): NumberCore | BrokenChain {
  const { text, tokens } = scan;
  const chain = collectDigitChain(text, tokens, at);
  const numeral = interpretChain(chain, scan.decimalMark);
  const fragments = chain.groups.map((token) => ({ start: token.start, end: token.end, value: Number(token.text) }));
  if (numeral === undefined) return { fragments, next: chain.next };
  const core = {
    alternatives: numeral.alternative === undefined ? [] : [Number(numeral.alternative)],
    isOrdinal: false,
    isArticle: false,
    isFragment: false,
    isDigits: true,
    looksLikeMoney: numeral.isGrouped || numeral.decimals === 2,
  };
  const fraction = numeral.decimals === 0 ? readFraction(scan, chain.next, Number(numeral.digits)) : undefined;
  if (fraction !== undefined) return { ...core, ...withScale(scan, String(fraction.value), fraction.next), alternatives: [] };
  const power = readPowerOfTen(scan, chain.next);
  if (power !== undefined) return { ...core, value: shifted(numeral.digits, power.exponent), next: power.next };
  if (numeral.decimals === 0 && isOrdinalSuffix(scan, chain.next)) {
    return { ...core, value: Number(numeral.digits), next: chain.next + 1, isOrdinal: true };
  }
  const scaled = withScale(scan, numeral.digits, chain.next);
  const alternatives = numeral.alternative === undefined ? [] : [withScale(scan, numeral.alternative, chain.next).value];
  return { ...core, ...scaled, alternatives };
}

function isOrdinalSuffix(scan: TextScan, at: number): boolean {
  const suffix = scan.tokens[at];
  return suffix?.kind === 'word' && touches(scan.tokens[at - 1], suffix) && ORDINAL_SUFFIXES.has(suffix.text);
}

/** 1e6, 1.5e-3 */
function readPowerOfTen(scan: TextScan, at: number): { exponent: number; next: number } | undefined {
  const { tokens } = scan;
  if (tokens[at]?.text !== 'e' || !touches(tokens[at - 1], tokens[at])) return undefined;
  const isSigned = tokens[at + 1]?.kind === 'mark' && /^[+\-−]$/.test(tokens[at + 1]!.text);
  const digits = at + (isSigned ? 2 : 1);
  if (tokens[digits]?.kind !== 'digits' || tokens[digits]!.text.length > 3 || tokens[digits]!.end - tokens[at]!.start > 6) return undefined;
  const isNegative = isSigned && tokens[at + 1]!.text !== '+';
  return { exponent: Number(tokens[digits]!.text) * (isNegative ? -1 : 1), next: digits + 1 };
}

/** ½ after a whole number, 3/4, 1 1/2 */
function readFraction(scan: TextScan, at: number, whole: number): { value: number; next: number } | undefined {
  const { text, tokens } = scan;
  const vulgar = vulgarFraction(tokens[at]);
  if (vulgar !== undefined && onOneLine(text, tokens[at - 1], tokens[at])) return { value: whole + vulgar, next: at + 1 };
  const simple = readSlash(scan, at - 1);
  if (simple !== undefined) return simple;
  const mixed = onOneLine(text, tokens[at - 1], tokens[at]) && !touches(tokens[at - 1], tokens[at]) ? readSlash(scan, at) : undefined;
  return mixed && { value: whole + mixed.value, next: mixed.next };
}

/** a/b at the token of a, where it is no part of a date: a < b, nothing like a third part. */
function readSlash(scan: TextScan, at: number): { value: number; next: number } | undefined {
  const { tokens } = scan;
  const [above, slash, below] = [tokens[at], tokens[at + 1], tokens[at + 2]];
  if (above?.kind !== 'digits' || below?.kind !== 'digits' || !/^[/⁄]$/.test(slash?.text ?? '')) return undefined;
  if (
    !touches(above, slash) ||
    !touches(slash, below) ||
    (touches(below, tokens[at + 3]) && /^[/\-.]$/.test(tokens[at + 3]!.text) && tokens[at + 4]?.kind === 'digits')
  )
    return undefined;
  if (touches(tokens[at - 1], above) && /^[/\-.]$/.test(tokens[at - 1]!.text)) return undefined;
  const [a, b] = [Number(above.text), Number(below.text)];
  return above.text.length <= 3 && below.text.length <= 4 && a < b && !below.text.startsWith('0')
    ? { value: a / b, next: at + 3 }
    : undefined;
}

/** The scales after a number: million, k, hundred thousand, mil millones, and a half. */
function withScale(scan: TextScan, digits: string, at: number): { value: number; next: number } {
  let exponent = 0;
  let factor = 1;
  let next = at;
  let lexicon: NumberLexicon | undefined;
  for (let count = 0; count < 3; count++) {
    const scale = readScale(scan, next);
    if (scale === undefined) break;
    lexicon = scale.lexicon;
    if (scale.exponent === undefined) factor *= scale.value;
    else exponent += scale.exponent;
    next = scale.next;
  }
  const base = factor === 1 ? shifted(digits, exponent) : shifted(digits, exponent) * factor;
  // dos millones y medio: the half is one of the scale
  const half = readHalf(scan, next, lexicon ? [lexicon] : scan.languages.ranked.map((language) => lexicons[language]));
  if (half === undefined) return { value: base, next };
  const more = exponent === 0 ? readScale(scan, half.next) : undefined;
  if (more !== undefined) return { value: (base + 0.5) * more.value, next: more.next };
  return { value: base + 0.5 * factor * 10 ** exponent, next: half.next };
}

/** One scale word after a number, in any language. */
function readScale(scan: TextScan, at: number): { value: number; exponent?: number; next: number; lexicon: NumberLexicon } | undefined {
  const { text, tokens, languages } = scan;
  const token = tokens[at];
  if (token?.kind !== 'word' || !onOneLine(text, tokens[at - 1], token)) return undefined;
  if (token.text === 'k' && !touches(tokens[at - 1], token)) return undefined;
  for (const language of languages.ranked) {
    const lexicon = lexicons[language];
    const word = lexicon.words.get(token.text);
    if (word === undefined || (lexicon.risky.has(token.text) && !languages.likely.has(language))) continue;
    const next =
      at +
      (SCALE_ABBREVIATIONS.has(token.text) && tokens[at + 1]?.text === '.' && touches(token, tokens[at + 1]) && startsLower(scan, at + 2)
        ? 2
        : 1);
    if (word.role === 'scale') return { value: word.value, exponent: word.exponent, next, lexicon };
    if (word.role === 'hundred' && !lexicon.risky.has(token.text)) return { value: 100, exponent: 2, next, lexicon };
  }
  return undefined;
}

/** After "Mio." the sentence goes on where a small letter or a sign follows. */
const startsLower = (scan: TextScan, at: number): boolean => {
  const token = scan.tokens[at];
  return token !== undefined && /^[\p{Ll}\p{Sc}A-Z]/u.test(scan.text.slice(token.start, token.start + 1));
};

/** Reads the number in words that starts at a word token, in the language that makes most of it. */
export function readWords(scan: TextScan, at: number): NumberCore | undefined {
  let best: NumberCore | undefined;
  if (isPercentTail(scan.tokens[at - 1]?.text, scan.tokens[at]!.text)) return undefined;
  for (const language of scan.languages.ranked) {
    const core = readWordsIn(scan, at, lexicons[language]);
    if (core !== undefined && (best === undefined || core.next > best.next)) best = core;
  }
  return best;
}

function readWordsIn(scan: TextScan, at: number, lexicon: NumberLexicon): NumberCore | undefined {
  const { text, tokens, languages } = scan;
  const isLikely = languages.likely.has(lexicon.language);
  const core = {
    alternatives: [],
    isArticle: false,
    isFragment: false,
    isDigits: false,
    looksLikeMoney: false,
    isOrdinal: false,
    language: lexicon.language,
  };
  const isHalf = lexicon.halves.has(tokens[at]!.text) && isLikely;
  if (isHalf) return { ...core, ...readLoneHalf(scan, at, lexicon) };
  const worded = readNumberWords(text, tokens, at, lexicon);
  if (worded === undefined || (worded.isRisky && !isLikely && !isScaleNext(scan, worded.next, lexicon))) return undefined;
  const { value, next } = worded;
  // Only after a round number: vinte e três quintos is 23/5.
  const mixed = worded.beforeJoiner && worded.beforeJoiner.value % 100 === 0 && readWordedFraction(scan, worded.beforeJoiner.next, lexicon);
  if (worded.beforeJoiner && mixed && mixed.next > next) {
    const scale = lastScaleOf(scan, worded.beforeJoiner.next, lexicon);
    return { ...core, value: worded.beforeJoiner.value + mixed.value * scale, next: mixed.next };
  }
  const denominator = readDenominator(scan, next, value, lexicon, worded.isArticle);
  if (denominator !== undefined) return { ...core, value: value / denominator.value, next: denominator.next };
  if (worded.isOrdinal) return { ...core, value, next, isOrdinal: true };
  const decimals = readWordedDecimals(scan, next, lexicon);
  if (decimals !== undefined) return { ...core, ...withScale(scan, `${value}.${decimals.digits}`, decimals.next) };
  // a half, ein halbes
  const lone = worded.isArticle ? readHalf(scan, next, [lexicon], false) : undefined;
  if (lone !== undefined) return { ...core, ...withScale(scan, '0.5', lone.next) };
  const fraction = readWordedFraction(scan, next, lexicon);
  if (fraction !== undefined) return { ...core, value: value + fraction.value * lastScaleOf(scan, next, lexicon), next: fraction.next };
  const half = readHalf(scan, next, [lexicon]);
  if (half !== undefined && !worded.isArticle) {
    const scale = lastScaleOf(scan, next, lexicon);
    return scale === 1
      ? { ...core, ...withScale(scan, String(value + 0.5), half.next) }
      : { ...core, value: value + scale / 2, next: half.next };
  }
  return { ...core, value, next, isArticle: worded.isArticle };
}

/** two and three quarters */
function readWordedFraction(scan: TextScan, at: number, lexicon: NumberLexicon): { value: number; next: number } | undefined {
  const { text, tokens } = scan;
  if (numberWordOf(tokens[at], lexicon)?.role !== 'joiner' || !onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
  const above = readNumberWords(text, tokens, at + 1, lexicon);
  if (above === undefined) return undefined;
  const below = readDenominator(scan, above.next, above.value, lexicon, above.isArticle);
  return below && above.value < below.value ? { value: above.value / below.value, next: below.next } : undefined;
}

/** half a million; "half" by itself is a number only perhaps */
function readLoneHalf(scan: TextScan, at: number, lexicon: NumberLexicon): { value: number; next: number; isFragment: boolean } {
  const { text, tokens } = scan;
  const hasArticle = numberWordOf(tokens[at + 1], lexicon)?.role === 'article' && onOneLine(text, tokens[at], tokens[at + 1]);
  const hasHyphen = tokens[at + 1]?.text === '-' && touches(tokens[at], tokens[at + 1]);
  const scaleAt = at + (hasArticle || hasHyphen ? 2 : 1);
  const scaled = withScale(scan, '0.5', scaleAt);
  return scaled.next > scaleAt ? { ...scaled, isFragment: false } : { value: 0.5, next: at + 1, isFragment: true };
}

function isScaleNext(scan: TextScan, at: number, lexicon: NumberLexicon): boolean {
  return onOneLine(scan.text, scan.tokens[at - 1], scan.tokens[at]) && numberWordOf(scan.tokens[at], lexicon)?.role === 'scale';
}

function lastScaleOf(scan: TextScan, next: number, lexicon: NumberLexicon): number {
  const last = numberWordOf(scan.tokens[next - 1], lexicon);
  return last?.role === 'scale' ? last.value : 1;
}
