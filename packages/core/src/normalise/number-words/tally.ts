import type { Language } from '../text/languages.js';
import type { NumberWord } from './lexicon.js';

/** How a word is tied to the one before it. */
export type Tie = 'start' | 'space' | 'hyphen' | 'joiner' | 'compound' | 'compound-joiner';

interface Portion {
  readonly value: number;
  readonly scale: number;
}

/** The place value below which a round number is open: 2000 → 1000, 200 → 100; 0 where nothing below a hundred is open. */
function roundness(group: number): number {
  let place = 1;
  while (group > 0 && group % (place * 10) === 0) place *= 10;
  return place >= 100 ? place : 0;
}

/**
 * Adds up number words from left to right and refuses the first that does not go on with the number so far, so that "two, three" in a
 * list or the "five" after "twenty-one" start a new one.
 */
export class Tally {
  /** finished portions with falling scales: [2 million, 300 thousand] */
  private portions: Portion[] = [];
  /** the portion being read, below the next scale; undefined where none is open */
  private group: number | undefined;
  private lastRole: NumberWord['role'] | undefined;

  constructor(private readonly language: Language) {}

  get value(): number {
    return this.portions.reduce((sum, portion) => sum + portion.value, 0) + (this.group ?? 0);
  }

  /** the scale that the last word named, 1 where it named none */
  get lastScale(): number {
    return this.group === undefined ? (this.portions.at(-1)?.scale ?? 1) : 1;
  }

  /** @returns false, with nothing changed, where the word cannot follow */
  add(word: NumberWord, tie: Tie): boolean {
    const added = this.addByRole(word, tie);
    if (added) this.lastRole = word.role;
    return added;
  }

  private addByRole(word: NumberWord, tie: Tie): boolean {
    switch (word.role) {
      case 'small':
      case 'ordinal':
        return this.addSmall(word.value, tie);
      case 'article':
        return this.addArticle(tie);
      case 'hundreds':
        return this.addHundreds(word.value, tie);
      case 'hundred':
        return this.addHundred(tie);
      case 'scale':
        return this.addScale(word.value, tie);
      case 'joiner':
        return false;
    }
  }

  private addSmall(value: number, tie: Tie): boolean {
    const group = this.group;
    if (!Number.isInteger(value) && (group !== undefined || this.portions.length > 0)) return this.addPartOfScale(value, tie);
    if (tie === 'joiner' && !this.joinerFits(value)) return false;
    if (group === undefined) {
      this.group = value;
      return true;
    }
    const rest = group % 100;
    const fits =
      value < roundness(group) ||
      (rest >= 20 && rest % 10 === 0 && value >= 1 && value <= 9) ||
      (this.language === 'fr' && ((rest === 60 && value >= 10 && value < 20) || (rest === 80 && value >= 1 && value < 20))) ||
      (this.language === 'fr' && rest === 10 && value >= 7 && value <= 9) ||
      (this.isUnitsFirst && (tie === 'joiner' || tie === 'compound-joiner') && rest >= 1 && rest <= 9 && value >= 20 && value % 10 === 0);
    if (fits) this.group = group + value;
    // quatre-vingts
    else if (this.language === 'fr' && rest === 4 && value === 20) this.group = group + 76;
    else return false;
    return true;
  }

  /** vijf miljard en driekwart: the fraction is one of the scale */
  private addPartOfScale(value: number, tie: Tie): boolean {
    const last = this.portions.at(-1);
    if (tie !== 'joiner' || this.group !== undefined || last === undefined) return false;
    this.portions[this.portions.length - 1] = { value: last.value + value * last.scale, scale: last.scale };
    return true;
  }

  private get isUnitsFirst(): boolean {
    return this.language === 'de' || this.language === 'nl';
  }

  /** Whether "and" before a small number goes on with this number, rather than starting the next item of a list. */
  private joinerFits(value: number): boolean {
    const group = this.group ?? 0;
    const afterRound = group % 100 === 0;
    const afterTens = group % 100 >= 20 && group % 10 === 0;
    switch (this.language) {
      case 'en':
      case 'it':
        return afterRound;
      case 'pt':
        return afterRound || afterTens;
      case 'es':
        return afterTens;
      case 'fr':
        return afterTens && (value === 1 || value === 11);
      case 'de':
      case 'nl':
        return afterRound || value >= 20;
    }
  }

  private addArticle(tie: Tie): boolean {
    if (tie === 'start') {
      this.group = 1;
      return true;
    }
    const inCompound = tie === 'compound' || tie === 'compound-joiner';
    const isRomance = this.language !== 'en' && !this.isUnitsFirst;
    const fits = inCompound || (isRomance && (tie !== 'space' || this.lastRole === 'hundred' || this.lastRole === 'hundreds'));
    return fits && this.addSmall(1, tie);
  }

  private addHundreds(value: number, tie: Tie): boolean {
    if (this.group !== undefined || (tie === 'joiner' && this.language !== 'pt')) return false;
    this.group = value;
    return true;
  }

  private addHundred(tie: Tie): boolean {
    if (tie === 'joiner' && this.language !== 'pt' && this.language !== 'de' && this.language !== 'nl') return false;
    if (this.group === undefined) this.group = 100;
    else if (this.group >= 1 && this.group < 100 && tie !== 'joiner') this.group *= 100;
    else return false;
    return true;
  }

  private addScale(scale: number, tie: Tie): boolean {
    if (tie === 'joiner') return false;
    const last = this.portions.at(-1);
    const group = this.group;
    if (last === undefined || last.scale > scale) {
      // "two dozen" but not "two thousand dozen"; "million thousand" is no number.
      if (group === undefined && last !== undefined && scale < 100) return false;
      this.portions.push({ value: (group ?? 1) * scale, scale });
      this.group = undefined;
      return true;
    }
    // mil millones, hundred thousand million: the scale multiplies all smaller portions.
    let sum = group ?? 0;
    let kept = this.portions.length;
    while (kept > 0 && this.portions[kept - 1]!.scale < scale) sum += this.portions[--kept]!.value;
    if (kept === this.portions.length) return false;
    this.portions = [...this.portions.slice(0, kept), { value: sum * scale, scale }];
    this.group = undefined;
    return true;
  }
}
