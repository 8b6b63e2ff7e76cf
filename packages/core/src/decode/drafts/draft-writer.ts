import type { Matcher } from '../../grammar/types.js';
import type { JsonCursor } from '../../json/json-cursor.js';
import type { Tokenizer } from '../../tokenizer/tokenizer.js';
import { beginsWith, tokensOfRest } from '../content-tokens.js';
import { cutIntoSegments } from '../segments.js';
import type { ValueGuesser } from './value-guesser.js';

/** Tokens that are fed before they are decided. */
export interface Draft {
  readonly tokenIds: readonly number[];
  /** how many drafted tokens come before each decision after the first, ascending */
  readonly decisionsAfter: readonly number[];
}

/** Where a generation stands when a draft is begun. */
export interface DraftStart {
  readonly cursor: JsonCursor;
  /** tokens of the string content or number being written, so far; empty where none is */
  readonly scalarTokens: readonly number[];
  /** what the content of the string being written is likely to go on with, by its place in the source; undefined where unknown */
  readonly continuation: string | undefined;
  /** UTF-16 offset in the text behind the value that was copied last */
  readonly after: number;
}

interface Guesses {
  readonly texts: readonly string[];
  readonly scalars: readonly (readonly number[])[];
}

export const NO_DRAFT: Draft = { tokenIds: [], decisionsAfter: [] };

const QUOTE = '"';

/**
 * Writes drafts: plays the answer on from where it stands, with guessed decisions and the text that the grammar forces between them. The
 * matcher is put back to where it was.
 */
export class DraftWriter {
  readonly #matcher: Matcher;
  readonly #tokenizer: Tokenizer;
  readonly #guesser: ValueGuesser;
  readonly #quote: number;
  /** what may follow a finished value, likeliest first */
  readonly #afterValue: readonly number[];
  readonly #afterList: readonly number[];
  /** by pointer: the guessed values, and their string content or number as tokens; as long as `#after` stays the same */
  readonly #guesses = new Map<string, Guesses>();
  #after = 0;
  #cursor!: JsonCursor;
  #scalarTokens: number[] = [];
  #continuation: readonly number[] | undefined;
  #tokens: number[] = [];
  #steps = 0;

  constructor(matcher: Matcher, tokenizer: Tokenizer, guesser: ValueGuesser) {
    this.#matcher = matcher;
    this.#tokenizer = tokenizer;
    this.#guesser = guesser;
    this.#quote = tokenizer.encode(QUOTE)[0]!;
    this.#afterValue = [',', '}', ']'].map((text) => tokenizer.encode(text)[0]!);
    this.#afterList = [...this.#afterValue].reverse();
  }

  /** @param maxTokens - length of the draft at most */
  write(start: DraftStart, maxTokens: number): Draft {
    if (maxTokens <= 0) return NO_DRAFT;
    this.#cursor = start.cursor.clone();
    this.#scalarTokens = [...start.scalarTokens];
    this.#continuation =
      start.continuation === undefined
        ? undefined
        : [...start.scalarTokens, ...tokensOfRest(this.#tokenizer, start.scalarTokens, start.continuation)];
    this.#tokens = [];
    this.#steps = 0;
    if (start.after !== this.#after) this.#guesses.clear();
    this.#after = start.after;
    const decisionsAfter: number[] = [];
    while (this.#tokens.length < maxTokens && this.#guessDecision()) {
      this.#takeForced();
      // What is cut off here is forced: it is fed with the next run.
      if (this.#tokens.length <= maxTokens) decisionsAfter.push(this.#tokens.length);
    }
    this.#matcher.rollback(this.#steps);
    return { tokenIds: this.#tokens.slice(0, maxTokens), decisionsAfter };
  }

  /** @returns false where there is nothing to guess */
  #guessDecision(): boolean {
    switch (this.#cursor.place) {
      case 'value':
        return this.#guessBegin();
      case 'string':
        return this.#guessInScalar(() => this.#take(this.#quote));
      case 'number':
        return this.#guessInScalar(() => this.#guessAfterValue());
      case 'literal':
      case 'structure':
        return this.#guessAfterValue();
      default:
        return false;
    }
  }

  #guessBegin(): boolean {
    for (const candidate of this.#guessesAt(this.#cursor.pointer).texts) {
      if (this.#take(candidate.startsWith(QUOTE) ? this.#quote : this.#tokenizer.encode(candidate)[0]!)) return true;
    }
    return false;
  }

  /** @param finish - takes what ends the value, where the guess ends here */
  #guessInScalar(finish: () => boolean): boolean {
    const { scalars } = this.#guessesAt(this.#cursor.pointer);
    const guess = scalars.find((tokens) => beginsWith(tokens, this.#scalarTokens)) ?? this.#continuation;
    if (!guess || !beginsWith(guess, this.#scalarTokens)) return false;
    return guess.length > this.#scalarTokens.length ? this.#take(guess[this.#scalarTokens.length]!) : finish();
  }

  #guessesAt(pointer: string): Guesses {
    const known = this.#guesses.get(pointer);
    if (known) return known;
    const texts = this.#guesser.candidates(pointer, this.#after);
    const scalars = texts
      .map((text) => this.#tokenizer.encode(text.startsWith(QUOTE) ? text.slice(1, -1) : text))
      .filter((tokens) => tokens.length > 0);
    const guesses = { texts, scalars };
    this.#guesses.set(pointer, guesses);
    return guesses;
  }

  /** A list goes on where there is something to guess for its next item. */
  #guessAfterValue(): boolean {
    const { isInArray, containerPointer, arrayIndex } = this.#cursor;
    const isListOver = isInArray && this.#guessesAt(`${containerPointer}/${arrayIndex + 1}`).texts.length === 0;
    return (isListOver ? this.#afterList : this.#afterValue).some((token) => this.#take(token));
  }

  #take(token: number): boolean {
    if (!this.#matcher.acceptToken(token)) return false;
    this.#steps++;
    this.#append(token);
    return true;
  }

  #takeForced(): void {
    for (let forced = this.#matcher.forcedText(); forced !== ''; forced = this.#matcher.forcedText()) {
      for (const { text, kind } of cutIntoSegments(forced, this.#cursor)) {
        if (!this.#matcher.acceptText(text)) return;
        this.#steps++;
        const tokens = kind === 'content' ? tokensOfRest(this.#tokenizer, this.#scalarTokens, text) : this.#tokenizer.encode(text);
        for (const token of tokens) this.#append(token);
      }
    }
  }

  #append(token: number): void {
    const before = this.#cursor.place;
    this.#cursor.feed(this.#tokenizer.tokenBytes[token]!);
    const after = this.#cursor.place;
    this.#tokens.push(token);
    if (after === before && (after === 'string' || after === 'number')) this.#scalarTokens.push(token);
    else {
      // The token that opens a string is not of its content; the first one of a number is.
      this.#scalarTokens = after === 'number' ? [token] : [];
      this.#continuation = undefined;
    }
  }
}
