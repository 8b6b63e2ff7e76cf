import { inferDecimalMark } from '../numbers/numerals.js';
import type { DecimalMark, NormaliseOptions } from '../types.js';
import { inferLanguages, type LanguageEvidence } from './languages.js';
import { type Token, tokenize } from './tokens.js';

/** A text cut up once, with what its readers share. */
export interface TextScan {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly languages: LanguageEvidence;
  readonly decimalMark: DecimalMark;
  /** what the decimal mark was taken from: `default` means nothing told */
  readonly decimalMarkFrom: 'option' | 'numbers' | 'language' | 'default';
  readonly options: NormaliseOptions;
}

/** Prepares a text for the readers; time and memory are linear in its length. */
export function scanText(text: string, options: NormaliseOptions = {}): TextScan {
  const tokens = tokenize(text);
  const languages = inferLanguages(tokens);
  return { text, tokens, languages, ...chooseDecimalMark(text, tokens, languages, options), options };
}

function chooseDecimalMark(
  text: string,
  tokens: readonly Token[],
  languages: LanguageEvidence,
  options: NormaliseOptions,
): Pick<TextScan, 'decimalMark' | 'decimalMarkFrom'> {
  if (options.decimalMark !== undefined) return { decimalMark: options.decimalMark, decimalMarkFrom: 'option' };
  const inferred = inferDecimalMark(text, tokens);
  if (inferred !== undefined) return { decimalMark: inferred, decimalMarkFrom: 'numbers' };
  if (!languages.isKnown) return { decimalMark: '.', decimalMarkFrom: 'default' };
  return { decimalMark: languages.ranked[0] === 'en' ? '.' : ',', decimalMarkFrom: 'language' };
}

/** @returns the words between two token indexes, as the text prints them */
export const printedBetween = (scan: TextScan, start: number, end: number) => ({ printed: scan.text.slice(start, end), start, end });
