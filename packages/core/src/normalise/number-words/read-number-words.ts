import type { Language } from '../text/languages.js';
import { onOneLine, type Token } from '../text/tokens.js';
import { readCompound } from './compounds.js';
import { dutch } from './dutch.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { italian } from './italian.js';
import type { NumberLexicon, NumberWord } from './lexicon.js';
import { portuguese } from './portuguese.js';
import { spanish } from './spanish.js';
import { Tally, type Tie } from './tally.js';

export const lexicons: Readonly<Record<Language, NumberLexicon>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  it: italian,
  pt: portuguese,
  nl: dutch,
};

/** A number found in words. */
export interface WordedNumber {
  readonly value: number;
  /** index after its last token */
  readonly next: number;
  readonly isOrdinal: boolean;
  /** only an indefinite article so far: a number where a unit or a scale follows, else not */
  readonly isArticle: boolean;
  /** one lone word that another language uses for something else */
  readonly isRisky: boolean;
  /** the number before its last "and", whose rest may turn out to count parts: six million *and two* thirds */
  readonly beforeJoiner?: { readonly value: number; readonly next: number };
}

const HYPHENS = new Set(['-', '\u2010', '\u2011']);
const MAX_WORDS = 60;
/** Scales that only follow digits: 5k, 3 Mio. */
export const SCALE_ABBREVIATIONS: ReadonlySet<string> = new Set('k mio mln mn bn bln tn tsd mill mrd bio md mds mld'.split(' '));

/** One written word as a number word, its compound summed up. */
export function numberWordOf(token: Token | undefined, lexicon: NumberLexicon): NumberWord | undefined {
  if (token?.kind !== 'word' || SCALE_ABBREVIATIONS.has(token.text)) return undefined;
  const word = lexicon.words.get(token.text);
  if (word !== undefined) return word;
  const compound = readCompound(token.text, lexicon);
  if (compound === undefined) return undefined;
  if (compound.isOrdinal) return { role: 'ordinal', value: compound.value };
  return { role: 'small', value: compound.value };
}

/**
 * Reads a cardinal or ordinal number in words of one language that starts at a token.
 * @returns the longest number, or undefined where none starts here
 */
export function readNumberWords(text: string, tokens: readonly Token[], at: number, lexicon: NumberLexicon): WordedNumber | undefined {
  const tally = new Tally(lexicon.language);
  let next = at;
  let isOrdinal = false;
  let isArticle = false;
  let beforeJoiner: WordedNumber['beforeJoiner'];
  for (let count = 0; count < MAX_WORDS && !isOrdinal; count++) {
    const step = nextNumberWord(text, tokens, next, at, lexicon);
    const value = tally.value;
    if (step === undefined || !tally.add(step.word, step.tie)) break;
    if (step.tie === 'joiner') beforeJoiner = { value, next };
    isArticle = next === at && step.word.role === 'article';
    isOrdinal = step.word.role === 'ordinal';
    next = step.next;
  }
  if (next === at) return undefined;
  const isRisky = next === at + 1 && lexicon.risky.has(tokens[at]!.text);
  return { value: tally.value, next, isOrdinal, isArticle, isRisky, beforeJoiner };
}

/** The next number word, with the hyphen or "and" before it. */
function nextNumberWord(
  text: string,
  tokens: readonly Token[],
  next: number,
  first: number,
  lexicon: NumberLexicon,
): { word: NumberWord; tie: Tie; next: number } | undefined {
  const token = tokens[next];
  if (next === first) {
    const word = numberWordOf(token, lexicon);
    return word === undefined || word.role === 'joiner' ? undefined : { word, tie: 'start', next: next + 1 };
  }
  if (!onOneLine(text, tokens[next - 1], token)) return undefined;
  let tie: Tie = 'space';
  let at = next;
  if (token!.kind === 'mark' && HYPHENS.has(token!.text)) {
    tie = 'hyphen';
    at++;
    if (!onOneLine(text, token, tokens[at])) return undefined;
  }
  let word = numberWordOf(tokens[at], lexicon);
  if (word?.role === 'joiner') {
    tie = 'joiner';
    at++;
    // vingt-et-un
    if (tokens[at]?.kind === 'mark' && HYPHENS.has(tokens[at]!.text)) at++;
    if (!onOneLine(text, tokens[at - 1], tokens[at])) return undefined;
    word = numberWordOf(tokens[at], lexicon);
  }
  return word === undefined || word.role === 'joiner' ? undefined : { word, tie, next: at + 1 };
}
