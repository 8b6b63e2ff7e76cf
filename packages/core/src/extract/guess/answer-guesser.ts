import type { ValueGuesser } from '../../decode/drafts/value-guesser.js';
import { atPointer } from '../json-pointer.js';

/** Guesses that a second look finds what the first one did; lists are taken to be as long as they were. */
export class AnswerGuesser implements ValueGuesser {
  readonly #answer: unknown;
  readonly #others: ValueGuesser;

  /**
   * @param answer - of the first look
   * @param others - what is guessed besides
   */
  constructor(answer: unknown, others: ValueGuesser) {
    this.#answer = answer;
    this.#others = others;
  }

  candidates(pointer: string, after: number): readonly string[] {
    const value = atPointer(this.#answer, pointer);
    if (value === undefined) return this.#isBehindList(pointer) ? [] : this.#others.candidates(pointer, after);
    return [...new Set([beginningOf(value), ...this.#others.candidates(pointer, after)])];
  }

  #isBehindList(pointer: string): boolean {
    return Array.isArray(atPointer(this.#answer, pointer.slice(0, pointer.lastIndexOf('/'))));
  }
}

function beginningOf(value: unknown): string {
  if (Array.isArray(value)) return '[';
  return typeof value === 'object' && value !== null ? '{' : JSON.stringify(value);
}
