import { wordsOf } from '../../ground/index.js';
import { foldWord } from '../../normalise/index.js';

/** What may stand between a label and its value: spaces, one mark, and words such as "is" are left to the model. */
const GAP = /^[\s:=#*_|>\-–—.]{0,6}/u;
const WORD = /[0-9]+|(?:\p{L}|\p{M})+/gu;
const MIN_SINGLE_WORD = 3;

/** Finds labels in one text; the text is cut into words once. */
export class LabelPlaces {
  readonly #text: string;
  readonly #words: readonly { readonly word: string; readonly end: number }[];
  readonly #at = new Map<string, number[]>();

  constructor(text: string) {
    this.#text = text;
    this.#words = [...text.matchAll(WORD)].map((match) => ({ word: foldWord(match[0]), end: match.index + match[0].length }));
    this.#words.forEach(({ word }, i) => {
      const places = this.#at.get(word);
      if (places) places.push(i);
      else this.#at.set(word, [i]);
    });
  }

  /**
   * @param name - a key or title: `invoice_no`
   * @returns UTF-16 offset at which the value beside the label may begin, or -1; the whole name is looked for first, then its words alone
   */
  valueAfter(name: string): number {
    const words = wordsOf(name);
    const whole = this.#endOf(words);
    if (whole >= 0) return this.#skipGap(whole);
    for (const word of [...words].reverse()) {
      if (word.length < MIN_SINGLE_WORD) continue;
      const end = this.#endOf([word]);
      if (end >= 0) return this.#skipGap(end);
    }
    return -1;
  }

  #endOf(words: readonly string[]): number {
    if (words.length === 0) return -1;
    const first = (this.#at.get(words[0]!) ?? []).find((at) => words.every((word, i) => this.#words[at + i]?.word === word));
    return first === undefined ? -1 : this.#words[first + words.length - 1]!.end;
  }

  #skipGap(end: number): number {
    return end + GAP.exec(this.#text.slice(end, end + 8))![0].length;
  }
}
