import { BEGINNING_LENGTH, type NumberLexicon, type NumberWord } from './lexicon.js';
import { Tally } from './tally.js';

/** What one written word says. */
export interface CompoundNumber {
  readonly value: number;
  readonly isOrdinal: boolean;
}

const LONGEST_COMPOUND = 90;
const LONGEST_PART = 14;
// Abbreviations and short scale words are no parts of compounds.
const SHORTEST_SCALE = 4;

const ORDINAL_ENDING: Partial<Record<string, RegExp>> = { de: /ste[nrsm]?$/, nl: /(?:ste|de)n?$/ };
const HALF_ENDING: Partial<Record<string, RegExp>> = { de: /(?:und)?einhalb(?:e[nrsm]?)?$/, nl: /en(?:een)?hal(?:f|ve)$/ };
// Their words begin like no number word; German and Dutch share the list.
const ONE_AND_A_HALF = /^(?:anderthalb(?:e[nrsm]?)?|anderhal(?:f|ve))$/;

const mayBePart = (word: NumberWord, length: number): boolean =>
  word.role !== 'ordinal' && (word.role !== 'scale' || (word.exponent !== undefined && length >= SHORTEST_SCALE));

/** Cuts a word into number words from `at` on, longest first; `dead` remembers the places from which no cut succeeds. */
function splitFrom(word: string, at: number, lexicon: NumberLexicon, dead: Set<number>): NumberWord[] | undefined {
  if (at === word.length) return [];
  if (dead.has(at)) return undefined;
  for (let length = Math.min(LONGEST_PART, word.length - at); length > 0; length--) {
    const part = lexicon.words.get(word.slice(at, at + length));
    if (part === undefined || !mayBePart(part, length)) continue;
    const rest = splitFrom(word, at + length, lexicon, dead);
    if (rest !== undefined) return [part, ...rest];
  }
  dead.add(at);
  return undefined;
}

function sumOfParts(word: string, lexicon: NumberLexicon): number | undefined {
  const parts = splitFrom(word, 0, lexicon, new Set());
  if (parts === undefined || parts.length === 0 || parts[0]!.role === 'joiner' || parts.at(-1)!.role === 'joiner') return undefined;
  const tally = new Tally(lexicon.language);
  for (const [index, part] of parts.entries()) {
    if (part.role === 'joiner') continue;
    const tie = index === 0 ? 'start' : parts[index - 1]!.role === 'joiner' ? 'compound-joiner' : 'compound';
    if (!tally.add(part, tie)) return undefined;
  }
  return tally.value;
}

function fractionOfParts(word: string, lexicon: NumberLexicon): number | undefined {
  const half = HALF_ENDING[lexicon.language]?.exec(word);
  if (half?.index) {
    const whole = sumOfParts(word.slice(0, half.index), lexicon);
    if (whole !== undefined) return whole + 0.5;
  }
  for (const [ending, denominator] of lexicon.denominators.plural) {
    if (!word.endsWith(ending) || word.length === ending.length) continue;
    const numerator = sumOfParts(word.slice(0, -ending.length), lexicon);
    if (numerator !== undefined && numerator < denominator) return numerator / denominator;
  }
  return undefined;
}

/**
 * Reads a whole number written as one word: `zweihundertfünfunddreißig`, `tweeëntwintig`, `millecinquecento`, with its ordinal and half
 * forms (`einundzwanzigste`, `zweieinhalb`, `driekwart`).
 * @param word - folded; words of more than {@link LONGEST_COMPOUND} letters are not read.
 */
export function readCompound(word: string, lexicon: NumberLexicon): CompoundNumber | undefined {
  if (!lexicon.hasCompounds || word.length > LONGEST_COMPOUND || word.length < 5) return undefined;
  if (ONE_AND_A_HALF.test(word)) return { value: 1.5, isOrdinal: false };
  if (!lexicon.beginnings.has(word.slice(0, BEGINNING_LENGTH)) && !lexicon.beginnings.has(word.slice(0, 2))) return undefined;
  const value = sumOfParts(word, lexicon) ?? fractionOfParts(word, lexicon);
  if (value !== undefined) return { value, isOrdinal: false };
  const ending = ORDINAL_ENDING[lexicon.language]?.exec(word);
  const cardinal = ending ? sumOfParts(word.slice(0, ending.index), lexicon) : undefined;
  return cardinal === undefined ? undefined : { value: cardinal, isOrdinal: true };
}
