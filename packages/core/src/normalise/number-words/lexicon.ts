import type { Language } from '../text/languages.js';
import { foldWord } from '../text/tokens.js';

/** What one number word, or one part of a compound, adds to the number that is being read. */
export type NumberWord =
  | { readonly role: 'small'; readonly value: number }
  /** 200 … 900 as one word: quinientos */
  | { readonly role: 'hundreds'; readonly value: number }
  /** hundred, as a multiplier */
  | { readonly role: 'hundred' }
  /** multiplies by a power of ten, or by a count such as a dozen */
  | { readonly role: 'scale'; readonly value: number; readonly exponent?: number }
  /** one that is also the indefinite article: counts only where something shows that a number is meant */
  | { readonly role: 'article' }
  | { readonly role: 'joiner' }
  | { readonly role: 'ordinal'; readonly value: number };

/** The number words of one language. */
export interface NumberLexicon {
  readonly language: Language;
  readonly words: ReadonlyMap<string, NumberWord>;
  /** a/b in words: word → denominator; `plural` ones follow any numerator, `singular` ones only one */
  readonly denominators: { readonly singular: ReadonlyMap<string, number>; readonly plural: ReadonlyMap<string, number> };
  /** half as in "two and a half" */
  readonly halves: ReadonlySet<string>;
  readonly minus: ReadonlySet<string>;
  readonly point: ReadonlySet<string>;
  /** words that another of the languages uses for something else: read only where the text is likely in this language */
  readonly risky: ReadonlySet<string>;
  /** whole numbers are written as one word: zweihundertfünf */
  readonly hasCompounds: boolean;
  /** the first letters of all words, to turn other words away before they are cut up */
  readonly beginnings: ReadonlySet<string>;
}

/** Letters that tell whether a word may begin with a number word. */
export const BEGINNING_LENGTH = 3;

/** The tables of a language as they are written down: `word=value` pairs and lists, parted by spaces. */
export interface LexiconSource {
  readonly language: Language;
  readonly small: string;
  readonly hundreds?: string;
  readonly hundred: string;
  /** `word=exponent` */
  readonly scales: string;
  /** `word=count` */
  readonly collectives?: string;
  readonly articles: string;
  readonly joiners: string;
  readonly ordinals: string;
  readonly singularDenominators: string;
  readonly pluralDenominators: string;
  readonly halves: string;
  readonly minus: string;
  readonly point: string;
  readonly risky: string;
  readonly hasCompounds?: boolean;
}

const list = (source: string): string[] => source.split(/\s+/).filter(Boolean).map(foldWord);

/** @returns the pairs of a table `a=1 b=2`, words folded */
export function readPairs(source: string): [string, number][] {
  return source
    .split(/\s+/)
    .filter(Boolean)
    .map((pair) => [foldWord(pair.slice(0, pair.indexOf('='))), Number(pair.slice(pair.indexOf('=') + 1))]);
}

/** Builds the lookup tables of one language. */
export function createLexicon(source: LexiconSource): NumberLexicon {
  const words = new Map<string, NumberWord>();
  for (const [word, value] of readPairs(source.ordinals)) words.set(word, { role: 'ordinal', value });
  for (const [word, value] of readPairs(source.collectives ?? '')) words.set(word, { role: 'scale', value });
  for (const [word, exponent] of readPairs(source.scales)) words.set(word, { role: 'scale', value: 10 ** exponent, exponent });
  for (const [word, value] of readPairs(source.hundreds ?? '')) words.set(word, { role: 'hundreds', value });
  for (const [word, value] of readPairs(source.small)) words.set(word, { role: 'small', value });
  for (const word of list(source.hundred)) words.set(word, { role: 'hundred' });
  for (const word of list(source.articles)) words.set(word, { role: 'article' });
  for (const word of list(source.joiners)) words.set(word, { role: 'joiner' });
  return {
    language: source.language,
    words,
    denominators: { singular: new Map(readPairs(source.singularDenominators)), plural: new Map(readPairs(source.pluralDenominators)) },
    halves: new Set(list(source.halves)),
    minus: new Set(list(source.minus)),
    point: new Set(list(source.point)),
    risky: new Set(list(source.risky)),
    hasCompounds: source.hasCompounds ?? false,
    beginnings: new Set([...words.keys()].map((word) => word.slice(0, BEGINNING_LENGTH))),
  };
}
