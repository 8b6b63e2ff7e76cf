import type { Token } from './tokens.js';

/** The languages whose number words, dates and times are read. */
export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl';

export const LANGUAGES: readonly Language[] = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

// Frequent short words without diacritics that few of the other languages share; shared ones count for each.
const FREQUENT_WORDS: Record<Language, string> = {
  en: 'the of and to is are was were be have has had that this for with on at by from it his her they we you not will would which there been my me a an',
  de: 'der die das und ist sind war wurde ein eine einen einem einer nicht mit von zu den dem des im am auf fur sich auch es ich wir sie er hat haben bei nach werden uber aus zum zur',
  fr: 'le la les des du et est sont etait un une dans pour que qui avec sur pas au aux ce cette il elle nous vous je ont a ete par plus de sa son ses d l',
  es: 'el la los las del y es son fue un una en para que con por no se su sus al lo como mas ha han este esta desde hasta de me mi muy a',
  it: 'il lo la gli le di del della dei delle e sono era un una in per che con non si su al alla ha hanno questo questa da dal nel nella mi ho piu sul a i dell dall nell',
  pt: 'o a os as do da dos das e sao foi um uma em no na para que com por nao se seu sua ao mais tem este esta desde ate de eu nos pelo pela voce voces',
  nl: 'de het een van en is zijn was waren in op te dat die voor met niet aan er om ook bij naar ik wij zij hij heeft hebben uit over deze dit worden werd',
};

/** Which languages a text is written in, as far as its frequent words tell. */
export interface LanguageEvidence {
  /** every language, the likeliest first */
  readonly ranked: readonly Language[];
  /** those that the text may well be in: near the best; all of them where too little tells */
  readonly likely: ReadonlySet<Language>;
  /** true where the frequent words told anything */
  readonly isKnown: boolean;
}

const languagesOfWord = new Map<string, Language[]>();
for (const language of LANGUAGES) {
  for (const word of FREQUENT_WORDS[language].split(' ')) languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);
}

/** true for words such as "the", "você" and "pour": what follows a number there is not what it counts */
export const isFrequentWord = (word: string): boolean => languagesOfWord.has(word);

/** Ranks the languages by frequent words; a word that several share counts less. Reads at most the first 20,000 tokens. */
export function inferLanguages(tokens: readonly Token[]): LanguageEvidence {
  const score = new Map<Language, number>(LANGUAGES.map((language) => [language, 0]));
  for (let i = 0; i < tokens.length && i < 20_000; i++) {
    const found = tokens[i]!.kind === 'word' ? languagesOfWord.get(tokens[i]!.text) : undefined;
    for (const language of found ?? []) score.set(language, score.get(language)! + 1 / found!.length);
  }
  const ranked = [...LANGUAGES].sort((a, b) => score.get(b)! - score.get(a)!);
  const best = score.get(ranked[0]!)!;
  return { ranked, likely: new Set(ranked.filter((language) => best < 2 || score.get(language)! >= best * 0.5)), isKnown: best > 0 };
}
