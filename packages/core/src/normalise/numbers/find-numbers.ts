import { isFrequentWord } from '../text/languages.js';
import { printedBetween, scanText, type TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import type { NormaliseOptions, NumberKind, NumberReading } from '../types.js';
import { type NumberCore, readDigits, readWords } from './core.js';
import { SUBUNIT_WORDS, TENTH_WORDS } from './currencies.js';
import { vulgarFraction } from './fractions.js';
import { readPercent } from './percents.js';
import { readSign } from './signs.js';
import { type Beside, currencyBefore, readBeside } from './units-beside.js';

/**
 * Finds the numbers that a text prints, in digits or in the number words of seven languages, with their currency or unit.
 * Linear in the length of the text; never throws. Readings come in order of their start; fragments may overlap others.
 */
export function findNumbers(text: string, options: NormaliseOptions = {}): NumberReading[] {
  return findNumbersIn(scanText(text, options));
}

/** As {@link findNumbers}, on a text that was prepared before. */
export function findNumbersIn(scan: TextScan): NumberReading[] {
  const readings: NumberReading[] = [];
  let taken = 0;
  for (let at = 0; at < scan.tokens.length; ) {
    const core = readCore(scan, at);
    if (core === undefined) at++;
    else if ('fragments' in core) {
      readings.push(...core.fragments.filter(({ value }) => Number.isSafeInteger(value)).map((part) => fragment(scan, part)));
      at = core.next;
    } else {
      const { reading, next } = withNeighbours(scan, at, core, taken);
      // "un sur cent": the article alone is no number, its quotient is.
      if (reading === undefined) readings.push(...quotient(scan, { start: scan.tokens[at]!.start, value: core.value }, core.next, false));
      else if (Number.isFinite(reading.value))
        readings.push(reading, ...spacedParts(scan, at, core), ...quotient(scan, reading, next, true));
      taken = next;
      at = Math.max(core.next, reading === undefined ? 0 : next);
    }
  }
  return readings;
}

/**
 * Reads a printed number as a whole: `1.234,56 €` → 1234.56.
 * @returns undefined where the print holds no number, or more than one
 */
export function readNumber(printed: string, options: NormaliseOptions = {}): number | undefined {
  const readings = findNumbers(printed, options).filter((reading) => !reading.isFragment);
  return readings.length === 1 ? readings[0]!.value : undefined;
}

function readCore(scan: TextScan, at: number): ReturnType<typeof readDigits> | NumberCore | undefined {
  const token = scan.tokens[at]!;
  if (token.kind === 'digits') return readDigits(scan, at);
  if (token.kind === 'word') return readWords(scan, at);
  const vulgar = vulgarFraction(token);
  if (vulgar !== undefined) return { ...PLAIN, value: vulgar, next: at + 1 };
  // .5 without its zero; a comma that touches no word before it and two digits behind it is a decimal one in any language.
  const digits = scan.tokens[at + 1];
  const isMark = token.text === '.' || (token.text === ',' && (scan.decimalMark === ',' || (digits?.text.length ?? 0) >= 2));
  if (isMark && digits?.kind === 'digits' && touches(token, digits) && !touches(scan.tokens[at - 1], token)) {
    return { ...PLAIN, value: Number(`0.${digits.text}`), next: at + 2 };
  }
  return undefined;
}

const PLAIN = { alternatives: [], isOrdinal: false, isArticle: false, isFragment: false, isDigits: true, looksLikeMoney: false };

const fragment = (scan: TextScan, part: { start: number; end: number; value: number }): NumberReading => ({
  value: part.value,
  kind: 'number',
  ...printedBetween(scan, part.start, part.end),
  alternatives: [],
  isFragment: true,
});

const OVER = new Set(['over', 'sur', 'sobre', 'su', 'durch', 'fratto', 'op']);

/** "2 over 3" may be a fraction, a mark (15 sur 20) or a span of years: both numbers stand, and the quotient beside them. */
function quotient(
  scan: TextScan,
  above: { readonly start: number; readonly value: number },
  at: number,
  isFragment: boolean,
): NumberReading[] {
  const { text, tokens } = scan;
  const below = tokens[at + 1];
  if (!OVER.has(tokens[at]?.text ?? '') || below === undefined || below.kind === 'mark' || !onOneLine(text, tokens[at], below)) return [];
  const core = below.kind === 'digits' ? readDigits(scan, at + 1) : readWords(scan, at + 1);
  if (core === undefined || 'fragments' in core || core.value === 0) return [];
  const reading = fragment(scan, { start: above.start, end: tokens[core.next - 1]!.end, value: above.value / core.value });
  return [{ ...reading, isFragment, ...(readPercent(scan, core.next) && { kind: 'percent', unit: '%' }) }];
}

/** "12 345" may be two columns of a table: its parts stay possible. */
function spacedParts(scan: TextScan, at: number, core: NumberCore): NumberReading[] {
  const { tokens, text } = scan;
  const parts: NumberReading[] = [];
  if (!core.isDigits || core.next === at + 1 || tokens[at]!.kind !== 'digits' || tokens[at + 1]?.kind !== 'digits') return parts;
  for (let index = at; index < core.next; index++) {
    const token = tokens[index]!;
    const isSpaced = text[token.end] === ' ' || text[token.start - 1] === ' ';
    if (token.kind === 'digits' && isSpaced) parts.push(fragment(scan, { start: token.start, end: token.end, value: Number(token.text) }));
  }
  return parts;
}

/** $5m, €2bn: after a currency these letters are scales, elsewhere metres and bytes. */
const MONEY_SCALES: ReadonlyMap<string, number> = new Map([
  ['m', 1e6],
  ['mm', 1e6],
  ['b', 1e9],
  ['mi', 1e6],
  ['bi', 1e9],
]);

/** `taken`: tokens before this index belong to the number before. */
function withNeighbours(scan: TextScan, at: number, core: NumberCore, taken: number): { reading?: NumberReading; next: number } {
  const { tokens, text } = scan;
  const before = at > taken ? currencyBefore(scan, at) : undefined;
  const currency = before !== undefined && before.first >= taken ? before : undefined;
  let { value, next } = core;
  const scale =
    currency && core.isDigits && onOneLine(text, tokens[next - 1], tokens[next]) ? MONEY_SCALES.get(tokens[next]!.text) : undefined;
  if (scale !== undefined) {
    value *= scale;
    next++;
  }
  const beside: Beside | undefined = scale === undefined ? readBeside(scan, next, core.isDigits, currency !== undefined) : undefined;
  if (core.isArticle && (beside === undefined || core.language === 'en')) return { next: core.next };
  const rest = beside?.currency !== undefined ? readSubunits(scan, beside?.next ?? next) : undefined;
  const isMoney = currency !== undefined || beside?.kind === 'money';
  const isSignInside = currency !== undefined && /^[-−]$/.test(tokens[at - 1]!.text);
  const sign = readSign(scan, isSignInside ? at : (currency?.first ?? at), rest?.next ?? next, isMoney || core.looksLikeMoney);
  const start = sign.isNegative || sign.start < tokens[currency?.first ?? at]!.start ? sign.start : tokens[at]!.start;
  const total = rest === undefined ? value : Math.round(value * 100 + rest.value) / 100;
  const kind: NumberKind =
    beside?.kind === 'percent' ? 'percent' : isMoney ? 'money' : (beside?.kind ?? (core.isOrdinal ? 'ordinal' : 'number'));
  const factor = sign.isNegative ? -1 : 1;
  const reading: NumberReading = {
    value: total === 0 ? 0 : total * factor,
    kind,
    ...printedBetween(scan, start, sign.end),
    ...((currency ?? beside?.currency) && { currency: currency?.currency ?? beside!.currency }),
    ...(beside?.unit && { unit: beside.unit }),
    alternatives: core.alternatives.map((alternative) => alternative * factor),
    isFragment: core.isFragment || isInsideCode(scan, currency?.first ?? at, next, beside),
  };
  return { reading, next: Math.max(rest?.next ?? 0, beside?.next ?? 0, next) };
}

const JOINERS = new Set(['and', 'und', 'et', 'y', 'con', 'e', 'en', 'with', ',', '&']);

/** "20 of them" are counted, "20 pour deux" are not. */
const COUNTED_BEHIND = new Set(['of', 'de', 'der', 'des', 'di', 'dei', 'van', 'von', 'd', 'or', 'and', 'in']);

/** "and 20 cents" after "5 dollars"; without the word only two digits or their words that end a phrase: 15 euros 50. */
function readSubunits(scan: TextScan, at: number): { value: number; next: number } | undefined {
  const { text, tokens } = scan;
  const index = at + (JOINERS.has(tokens[at]?.text ?? '') ? 1 : 0);
  const first = tokens[index];
  if (first === undefined || first.kind === 'mark' || !onOneLine(text, tokens[index - 1], first)) return undefined;
  const core = first.kind === 'digits' ? readDigits(scan, index) : readWords(scan, index);
  if (core === undefined || 'fragments' in core || core.value >= 100 || !Number.isInteger(core.value)) return undefined;
  const unit = tokens[core.next];
  const hasNeighbour = onOneLine(text, tokens[core.next - 1], unit);
  if (unit?.kind === 'word' && TENTH_WORDS.has(unit.text) && hasNeighbour && core.value < 10)
    return { value: core.value * 10, next: core.next + 1 };
  if (unit?.kind === 'word' && SUBUNIT_WORDS.has(unit.text) && hasNeighbour) return { value: core.value, next: core.next + 1 };
  const isTwoDigits = core.value >= 10 && tokens[at - 1]!.kind === 'word' && tokens[at]!.text !== ',';
  const endsPhrase = !hasNeighbour || /^[.,;:!?)]$/.test(unit!.text) || (isFrequentWord(unit!.text) && !COUNTED_BEHIND.has(unit!.text));
  return isTwoDigits && endsPhrase ? { value: core.value, next: core.next } : undefined;
}

/** A12, 12ab, 12:30, #/12/34: digits that letters, colons or slashes tie to something longer. */
function isInsideCode(scan: TextScan, first: number, next: number, beside: Beside | undefined): boolean {
  const { tokens } = scan;
  const [left, right] = [tokens[first - 1], tokens[next]];
  if (tokens[first]!.kind === 'word') return false;
  if (left?.kind === 'word' && touches(left, tokens[first])) return true;
  if (beside === undefined && right?.kind === 'word' && touches(tokens[next - 1], right)) return true;
  const isTie = (mark: number, far: number) =>
    /^[:/]$/.test(tokens[mark]?.text ?? '') &&
    tokens[far]?.kind === 'digits' &&
    touches(tokens[Math.min(mark, far)], tokens[Math.max(mark, far)]);
  return (isTie(first - 1, first - 2) && touches(left, tokens[first])) || (isTie(next, next + 1) && touches(tokens[next - 1], right));
}
