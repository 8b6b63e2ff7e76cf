import { lexicons } from '../number-words/read-number-words.js';
import type { TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';
import { CURRENCY_SIGNS } from './currencies.js';

/** Where a negative number begins and ends in the text. */
export interface Sign {
  readonly start: number;
  readonly end: number;
  readonly isNegative: boolean;
}

const MINUS = new Set(['-', '−', '–', '﹣', '－']);
const OPENING = /^[([{:=|<>~≈,;"'“„]$/;

/** A minus or plus before `first` that is a sign and no hyphen, range or list bullet. */
function signBefore(scan: TextScan, first: number): { start: number; isNegative: boolean } | undefined {
  const { text, tokens, languages } = scan;
  const sign = tokens[first - 1];
  if (sign === undefined) return undefined;
  if (sign.kind === 'mark' && touches(sign, tokens[first]) && (MINUS.has(sign.text) || sign.text === '+')) {
    const before = tokens[first - 2];
    const isFree =
      before === undefined ||
      !touches(before, sign) ||
      (before.kind === 'mark' && (OPENING.test(before.text) || CURRENCY_SIGNS.has(before.text)));
    return isFree ? { start: sign.start, isNegative: sign.text !== '+' } : undefined;
  }
  if (sign.kind !== 'word' || !onOneLine(text, sign, tokens[first])) return undefined;
  for (const language of languages.ranked) {
    const { minus, risky } = lexicons[language];
    if (minus.has(sign.text) && (languages.likely.has(language) || !risky.has(sign.text))) return { start: sign.start, isNegative: true };
  }
  return undefined;
}

/**
 * The sign of the number in tokens `[first, next)`; a currency before the number belongs to `first`.
 * Parentheses and a trailing minus are read as bookkeepers' negatives only where the number looks like money: "(12)" is a footnote.
 */
export function readSign(scan: TextScan, first: number, next: number, looksLikeMoney: boolean): Sign {
  const { tokens } = scan;
  const [start, end] = [tokens[first]!.start, tokens[next - 1]!.end];
  const before = signBefore(scan, first);
  if (before !== undefined) return { start: before.start, end, isNegative: before.isNegative };
  const [left, right] = [tokens[first - 1], tokens[next]];
  if (looksLikeMoney && left?.text === '(' && right?.text === ')' && touches(left, tokens[first]) && touches(tokens[next - 1], right)) {
    return { start: left.start, end: right.end, isNegative: true };
  }
  const isTrailing =
    looksLikeMoney && right?.text !== undefined && MINUS.has(right.text) && right.text !== '–' && touches(tokens[next - 1], right);
  if (isTrailing && !touches(right, tokens[next + 1])) return { start, end: right.end, isNegative: true };
  return { start, end, isNegative: false };
}
