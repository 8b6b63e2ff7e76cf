import type { TextScan } from '../text/scan.js';
import { onOneLine, type Token, touches } from '../text/tokens.js';
import type { NumberKind } from '../types.js';
import {
  CURRENCY_ADJECTIVES,
  CURRENCY_CODES,
  CURRENCY_PREFIX_WORDS,
  CURRENCY_SIGNS,
  CURRENCY_WORDS,
  DOLLAR_PREFIXES,
  SUBUNIT_WORDS,
} from './currencies.js';
import { readPercent } from './percents.js';
import { UNIT_ADJECTIVES, UNIT_MARKS, UNIT_WORDS } from './units.js';

/** What stands beside a number and says what it counts. */
export interface Beside {
  readonly kind: NumberKind;
  readonly currency?: string;
  readonly unit?: string;
  /** index after the last token that was read */
  readonly next: number;
}

/** of, de, d', di, von: between a scale and what it counts */
const CONNECTORS = new Set(['of', 'de', 'd', 'di', 'do', 'da', 'von', 'an', 'van']);
/** Abbreviations that are words too: read as units only where they touch the number. */
const ONLY_GLUED = new Set(['in', 'an', 'd', 'c', 'f', 's', 'pe', 'a', 'v', 'w', 'once', 'mo', 'pes', 'ha', 'sec', 'pie', 'dia']);
const ALWAYS_UNITS = new Set(['pes', 'pie', 'dia']);

/** The tokens of a currency that stands before the number: `$`, `US$`, `EUR`. */
export function currencyBefore(scan: TextScan, at: number): { currency: string; first: number } | undefined {
  const { text, tokens } = scan;
  const token = tokens[at - 1];
  if (token === undefined || !onOneLine(text, token, tokens[at])) return undefined;
  // $-5, Rs. 500
  const isSigned = /^[-−+]$/.test(token.text) && touches(token, tokens[at]) && CURRENCY_SIGNS.has(tokens[at - 2]?.text ?? '');
  const isAbbreviated = token.text === '.' && CURRENCY_PREFIX_WORDS.has(tokens[at - 2]?.text ?? '') && touches(tokens[at - 2], token);
  if (isSigned || isAbbreviated) return currencyBefore(scan, at - 1);
  if (token.kind === 'mark') {
    const currency = CURRENCY_SIGNS.get(token.text);
    if (currency === undefined) return undefined;
    const prefix = token.text === '$' ? tokens[at - 2] : undefined;
    const national = prefix !== undefined && touches(prefix, token) ? DOLLAR_PREFIXES.get(prefix.text) : undefined;
    return national === undefined ? { currency, first: at - 1 } : { currency: national, first: at - 2 };
  }
  const code = codeOf(text, token);
  if (code !== undefined) return { currency: code, first: at - 1 };
  const word = CURRENCY_PREFIX_WORDS.get(token.text);
  const isOneLetter = token.text === 'r' && !(touches(token, tokens[at]) && text[token.start] === 'R');
  if (word !== undefined && !isOneLetter) return { currency: word, first: at - 1 };
  return undefined;
}

const codeOf = (text: string, token: Token | undefined): string | undefined => {
  if (token?.kind !== 'word' || token.end - token.start !== 3) return undefined;
  const code = text.slice(token.start, token.end);
  return CURRENCY_CODES.has(code) ? code : undefined;
};

/** Reads percent, currency or unit after the number whose last token is `at - 1`. */
export function readBeside(scan: TextScan, at: number, isDigits: boolean, hasCurrency: boolean): Beside | undefined {
  const percent = readPercent(scan, at);
  if (percent !== undefined) return { kind: 'percent', unit: '%', next: percent };
  let index = at;
  const { text, tokens } = scan;
  if (!onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
  if (tokens[index]?.kind === 'word' && CONNECTORS.has(tokens[index]!.text)) {
    index++;
    if (/^['’]$/.test(tokens[index]?.text ?? '')) index++;
    const beside = onOneLine(text, tokens[index - 1], tokens[index]) ? readName(scan, index, false, hasCurrency) : undefined;
    // "5 in van" proves nothing: after a connector only whole names and signs count.
    return beside;
  }
  // A hyphen ties a unit to its number: a 5-mile run.
  if (tokens[index]?.text === '-' && touches(tokens[index - 1], tokens[index]) && touches(tokens[index], tokens[index + 1])) index++;
  return readName(scan, index, isDigits, hasCurrency);
}

function readName(scan: TextScan, at: number, isDigits: boolean, hasCurrency: boolean): Beside | undefined {
  const { text, tokens } = scan;
  const token = tokens[at];
  if (token === undefined) return undefined;
  if (token.kind === 'mark') return readMark(scan, at, hasCurrency);
  if (token.kind !== 'word') return undefined;
  const code = hasCurrency ? undefined : codeOf(text, token);
  if (code !== undefined) return { kind: 'money', currency: code, next: at + 1 };
  const prefixed = tokens[at + 1]?.text === '$' && touches(token, tokens[at + 1]) ? DOLLAR_PREFIXES.get(token.text) : undefined;
  if (prefixed !== undefined && !hasCurrency) return { kind: 'money', currency: prefixed, next: at + 2 };
  const adjective = CURRENCY_ADJECTIVES.get(token.text);
  if (adjective !== undefined) {
    const noun = [at + 1, at + 2, at + 3, at + 4].find(
      (index) => CURRENCY_WORDS.has(tokens[index]?.text ?? '') && tokens[index]!.text !== 'us',
    );
    if (noun !== undefined && onOneLine(text, tokens[noun - 1], tokens[noun]))
      return { kind: 'money', currency: adjective, next: noun + 1 };
  }
  return readNoun(scan, at, isDigits);
}

function readNoun(scan: TextScan, at: number, isDigits: boolean): Beside | undefined {
  const { text, tokens } = scan;
  const token = tokens[at]!;
  const isGlued = touches(tokens[at - 1], token);
  const currency = CURRENCY_WORDS.get(token.text);
  if (currency !== undefined && (token.text.length > 2 || isDigits)) {
    const adjective = onOneLine(text, token, tokens[at + 1]) ? adjectiveAfter(tokens[at + 1]!) : undefined;
    return { kind: 'money', currency: adjective ?? currency, next: at + (adjective ? 2 : 1) };
  }
  if (SUBUNIT_WORDS.has(token.text) && (token.text.length > 2 || isGlued)) return { kind: 'money', unit: 'cent', next: at + 1 };
  let index = at;
  if (UNIT_ADJECTIVES.has(token.text) && onOneLine(text, token, tokens[at + 1])) index++;
  const noun = tokens[index]!;
  const unit = UNIT_WORDS.get(noun.text);
  if (unit === undefined || noun.kind !== 'word') return undefined;
  if (noun.text.length <= 2 && !isDigits) return undefined;
  if (ONLY_GLUED.has(noun.text) && !ALWAYS_UNITS.has(noun.text) && !touches(tokens[index - 1], noun)) return undefined;
  return { kind: 'quantity', unit, next: index + 1 };
}

/** dollars canadiens, dólares estadounidenses */
const adjectiveAfter = (token: Token): string | undefined =>
  token.kind === 'word' && token.text.length > 3 ? CURRENCY_ADJECTIVES.get(token.text) : undefined;

function readMark(scan: TextScan, at: number, hasCurrency: boolean): Beside | undefined {
  const { text, tokens } = scan;
  const mark = tokens[at]!.text;
  const currency = CURRENCY_SIGNS.get(mark);
  if (currency !== undefined) return hasCurrency ? undefined : { kind: 'money', currency, next: at + 1 };
  if (mark === '¢') return { kind: 'money', unit: 'cent', next: at + 1 };
  const unit = UNIT_MARKS.get(mark);
  if (unit === undefined) return undefined;
  const scale = tokens[at + 1];
  const letter = scale?.kind === 'word' && onOneLine(text, tokens[at], scale) ? UNIT_WORDS.get(scale.text) : undefined;
  return letter === '°C' || letter === '°F' ? { kind: 'quantity', unit: letter, next: at + 2 } : { kind: 'quantity', unit, next: at + 1 };
}
