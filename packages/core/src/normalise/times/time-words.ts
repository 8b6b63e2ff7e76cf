import type { Language } from '../text/languages.js';
import { foldWord } from '../text/tokens.js';

/** A phrase of folded words and marks, and what it adds to the hour, in minutes. */
export type MinutePhrase = readonly [phrase: readonly string[], minutes: number];

/** How one language tells the time aloud. */
export interface TimeWords {
  /** before the hour: *half past* seven, *halb* acht (half an hour before it) */
  readonly before: readonly MinutePhrase[];
  /** between a count of minutes and the hour: ten *past* seven; 1 or -1 */
  readonly between: readonly MinutePhrase[];
  /** after the hour or its word: sept heures *et demie* */
  readonly after: readonly MinutePhrase[];
  /** before a count of minutes that follows the hour: sept heures *moins* dix; 1 or -1 */
  readonly afterCount: readonly MinutePhrase[];
  /** words that make the number before them an hour: Uhr, heures */
  readonly hourWords: readonly (readonly string[])[];
  /** words before an hour: las, alle, às; with them the rest may follow without an hour word */
  readonly intros: readonly string[];
  /** whole times by name, minutes of the day */
  readonly names: readonly MinutePhrase[];
  /** after the time or the date: true for the hours from noon on */
  readonly periods: readonly (readonly [phrase: readonly string[], isAfternoon: boolean])[];
}

const words = (phrase: string): string[] => phrase.split(' ').map(foldWord);
const byLength = <T extends readonly [readonly string[], unknown]>(entries: T[]): T[] => entries.sort((a, b) => b[0].length - a[0].length);
const minutes = (table: Record<string, number>): MinutePhrase[] =>
  byLength(Object.entries(table).map(([phrase, value]): MinutePhrase => [words(phrase), value]));

function timeWords(source: {
  before?: Record<string, number>;
  between?: Record<string, number>;
  after?: Record<string, number>;
  afterCount?: Record<string, number>;
  hourWords: string[];
  intros?: string[];
  names: Record<string, number>;
  morning: string[];
  afternoon: string[];
}): TimeWords {
  return {
    before: minutes(source.before ?? {}),
    between: minutes(source.between ?? {}),
    after: minutes(source.after ?? {}),
    afterCount: minutes(source.afterCount ?? {}),
    hourWords: source.hourWords.map(words),
    intros: source.intros ?? [],
    names: minutes(source.names),
    periods: byLength([
      ...source.morning.map((phrase) => [words(phrase), false] as const),
      ...source.afternoon.map((phrase) => [words(phrase), true] as const),
    ]),
  };
}

export const TIME_WORDS: Readonly<Record<Language, TimeWords>> = {
  en: timeWords({
    before: {
      'half past': 30,
      'half after': 30,
      'a quarter past': 15,
      'quarter past': 15,
      'a quarter after': 15,
      'quarter after': 15,
      'a quarter to': -15,
      'quarter to': -15,
      'quarter of': -15,
      'quarter till': -15,
    },
    between: {
      past: 1,
      after: 1,
      to: -1,
      till: -1,
      before: -1,
      'minutes past': 1,
      'minutes to': -1,
      'minutes after': 1,
      'minutes before': -1,
    },
    hourWords: ["o ' clock", 'o ’ clock', 'oclock'],
    names: { noon: 720, midday: 720, midnight: 0 },
    morning: ['in the morning', 'this morning', 'tomorrow morning'],
    afternoon: [
      'in the afternoon',
      'this afternoon',
      'in the evening',
      'this evening',
      'at night',
      'tonight',
      'tomorrow evening',
      'tomorrow afternoon',
    ],
  }),
  de: timeWords({
    before: { halb: -30, 'viertel nach': 15, 'viertel vor': -15, dreiviertel: -15 },
    between: { nach: 1, vor: -1, 'minuten nach': 1, 'minuten vor': -1 },
    hourWords: ['uhr'],
    names: { mitternacht: 0, mittag: 720, mittags: 720 },
    morning: ['am morgen', 'am vormittag', 'morgens', 'vormittags', 'früh', 'in der früh'],
    afternoon: ['am nachmittag', 'am abend', 'nachmittags', 'abends'],
  }),
  fr: timeWords({
    after: { 'et demie': 30, 'et demi': 30, 'et quart': 15, 'moins le quart': -15, 'moins quart': -15 },
    afterCount: { moins: -1 },
    hourWords: ['heures', 'heure', 'h'],
    names: { midi: 720, minuit: 0, 'midi et demi': 750, 'minuit et demi': 30 },
    morning: ['du matin'],
    afternoon: ["de l ' après - midi", 'de l ’ après - midi', "de l ' après midi", 'du soir'],
  }),
  es: timeWords({
    after: { 'y media': 30, 'y cuarto': 15, 'menos cuarto': -15, 'en punto': 0 },
    afterCount: { y: 1, menos: -1, con: 1 },
    hourWords: ['horas', 'hrs', 'h'],
    intros: ['las', 'la'],
    names: { mediodía: 720, medianoche: 0 },
    morning: ['de la mañana', 'de la madrugada', 'por la mañana'],
    afternoon: ['de la tarde', 'de la noche', 'por la tarde', 'por la noche'],
  }),
  it: timeWords({
    after: { 'e mezza': 30, 'e mezzo': 30, 'e un quarto': 15, 'meno un quarto': -15, 'e tre quarti': 45, 'in punto': 0 },
    afterCount: { e: 1, meno: -1 },
    hourWords: ['h'],
    intros: ['le', 'alle', 'dalle', 'ore', 'all', 'l'],
    names: { mezzogiorno: 720, mezzanotte: 0 },
    morning: ['di mattina', 'del mattino', 'della mattina'],
    afternoon: ['del pomeriggio', 'di sera', 'della sera', 'di notte'],
  }),
  pt: timeWords({
    before: { 'quinze para as': -15, 'um quarto para as': -15 },
    between: { 'para as': -1, 'para a': -1 },
    after: { 'e meia': 30, 'e um quarto': 15, 'e quarto': 15, 'menos um quarto': -15, 'em ponto': 0 },
    afterCount: { e: 1, menos: -1 },
    hourWords: ['horas', 'hora', 'hrs', 'h'],
    intros: ['às', 'as', 'das', 'à'].map((word) => foldWord(word)),
    names: { 'meio - dia': 720, 'meio dia': 720, 'meia - noite': 0, 'meia noite': 0 },
    morning: ['da manhã', 'da madrugada'],
    afternoon: ['da tarde', 'da noite'],
  }),
  nl: timeWords({
    before: { half: -30, 'kwart over': 15, 'kwart voor': -15 },
    between: { over: 1, voor: -1, 'minuten over': 1, 'minuten voor': -1 },
    hourWords: ['uur', 'u', 'h'],
    names: { middernacht: 0 },
    morning: ["' s ochtends", '’ s ochtends', "' s morgens", '’ s morgens', 'in de ochtend'],
    afternoon: ["' s middags", '’ s middags', "' s avonds", '’ s avonds', 'in de middag', 'in de avond'],
  }),
};
