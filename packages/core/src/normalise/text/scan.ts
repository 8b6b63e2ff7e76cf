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
  readonly options: NormaliseOptions;
}

/** Prepares a text for the readers; time and memory are linear in its length. */
export function scanText(text: string, options: NormaliseOptions = {}): TextScan {
  const tokens = tokenize(text);
  const languages = inferLanguages(tokens);
  const usualMark: DecimalMark = languages.isKnown && languages.ranked[0] !== 'en' ? ',' : '.';
  const decimalMark = options.decimalMark ?? inferDecimalMark(text, tokens) ?? usualMark;
  return { text, tokens, languages, decimalMark, options };
}

/** @returns the words between two token indexes, as the text prints them */
export const printedBetween = (scan: TextScan, start: number, end: number) => ({ printed: scan.text.slice(start, end), start, end });
