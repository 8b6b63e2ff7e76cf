import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';

/** Not computed yet. */
const UNKNOWN = -2;
/** `onlyByte`: more than one byte may follow. */
export const SEVERAL = -2;
/** `onlyByte`: no byte may follow. */
export const NONE = -1;

/** One lexeme of a group that was read to its end; `label` tells which of its texts it was. */
export interface LexemeMatch {
  readonly index: number;
  readonly label: number;
}

/**
 * Several lexemes that may stand at one place, read together: one automaton whose states are vectors of their states, built when first
 * reached. Which of them were matched by the text so far is the outcome of a state.
 */
export class LexemeGroup {
  readonly start = 0;
  /** by state: index into `outcomes`, or -1 where the text is no whole lexeme */
  readonly outcome: number[] = [];
  readonly outcomes: (readonly LexemeMatch[])[] = [];
  /** by state: 1 where the lexeme ends here whatever follows */
  readonly isFinal: number[] = [];
  /** by state: 1 after the opening quote of a string */
  readonly inString: number[] = [];
  private readonly classOf = new Uint8Array(256);
  private readonly classSize: number[] = [];
  private readonly classCount: number;
  private rows: Int32Array;
  private readonly vectors: Int32Array[] = [];
  /** by states of the lexemes: the state of the group */
  private readonly states = new Map<string | number, number>();
  private readonly outcomeIds = new Map<string, number>();
  private readonly only: number[] = [];
  private readonly maskStates: number[] = [];

  constructor(private readonly lexemes: readonly Lexeme[]) {
    const starts = new Uint8Array(257);
    for (const lexeme of lexemes) lexeme.markByteClasses(starts);
    // The quote has a class of its own, for it changes `inString`.
    starts[0x22] = 1;
    starts[0x23] = 1;
    let index = 0;
    for (let byte = 0; byte < 256; byte++) {
      if (byte > 0 && starts[byte]) index++;
      this.classOf[byte] = index;
      this.classSize[index] = (this.classSize[index] ?? 0) + 1;
    }
    this.classCount = index + 1;
    this.rows = new Int32Array(this.classCount * 16);
    this.state(
      Int32Array.from(lexemes, (lexeme) => lexeme.start),
      0,
    );
  }

  /** @returns the next state, or -1 where the byte does not belong to the lexeme */
  step(state: number, byte: number): number {
    const to = this.rows[state * this.classCount + this.classOf[byte]!]!;
    return to === UNKNOWN ? this.compute(state, byte) : to;
  }

  /** The one byte that goes on inside the lexeme, `NONE` or `SEVERAL`. */
  onlyByte(state: number): number {
    let only = this.only[state]!;
    if (only !== UNKNOWN - 1) return only;
    only = NONE;
    for (let byte = 0; byte < 256 && only !== SEVERAL; byte++) {
      if (this.step(state, byte) < 0) continue;
      only = only === NONE && this.classSize[this.classOf[byte]!] === 1 ? byte : SEVERAL;
    }
    this.only[state] = only;
    return only;
  }

  /** See `Lexeme.maskState`. */
  maskState(state: number): number {
    this.maskStates[state] ??= this.representative(state);
    return this.maskStates[state];
  }

  private representative(state: number): number {
    const vector = this.vectors[state]!;
    let same = true;
    const representative = vector.map((s, i) => {
      const shared = s === DEAD ? DEAD : this.lexemes[i]!.maskState(s);
      same &&= shared === s;
      return shared;
    });
    return same ? state : this.state(representative, this.inString[state]!);
  }

  /** Calls `visit` with each lexeme that is still possible, and its state. */
  forEachLexeme(state: number, visit: (lexeme: Lexeme, state: number) => void): void {
    const vector = this.vectors[state]!;
    for (let i = 0; i < vector.length; i++) if (vector[i] !== DEAD) visit(this.lexemes[i]!, vector[i]!);
  }

  /** The state of a group of one lexeme in which the lexeme is in `state`; `inString`: its opening quote was read. */
  stateOf(state: number, inString: boolean): number {
    return this.state(Int32Array.of(state), inString ? 1 : 0);
  }

  private compute(state: number, byte: number): number {
    const vector = this.vectors[state]!;
    const next = new Int32Array(vector.length);
    let isLive = false;
    for (let i = 0; i < vector.length; i++) {
      next[i] = vector[i] === DEAD ? DEAD : this.lexemes[i]!.step(vector[i]!, byte);
      if (next[i] !== DEAD) isLive = true;
    }
    const to = isLive ? this.state(next, state === this.start ? (byte === 0x22 ? 1 : 0) : this.inString[state]!) : DEAD;
    this.rows[state * this.classCount + this.classOf[byte]!] = to;
    return to;
  }

  private state(vector: Int32Array, inString: number): number {
    const key = vector.length === 1 ? vector[0]! * 2 + inString : `${inString}${vector.join()}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    const id = this.vectors.length;
    this.states.set(key, id);
    this.vectors.push(vector);
    this.inString.push(inString);
    this.only.push(UNKNOWN - 1);
    this.grow((id + 1) * this.classCount);
    this.rows.fill(UNKNOWN, id * this.classCount, (id + 1) * this.classCount);
    const matches: LexemeMatch[] = [];
    let isFinal = 1;
    for (let i = 0; i < vector.length; i++) {
      const state = vector[i]!;
      if (state === DEAD) continue;
      const lexeme = this.lexemes[i]!;
      if (lexeme.isAccepting(state)) matches.push({ index: i, label: lexeme.label(state) });
      if (!lexeme.isFinal(state)) isFinal = 0;
    }
    this.outcome.push(matches.length === 0 ? -1 : this.outcomeId(matches));
    this.isFinal.push(matches.length === 0 ? 0 : isFinal);
    return id;
  }

  private outcomeId(matches: readonly LexemeMatch[]): number {
    const key = matches.map((match) => `${match.index}.${match.label}`).join();
    let id = this.outcomeIds.get(key);
    if (id === undefined) {
      id = this.outcomes.length;
      this.outcomes.push(matches);
      this.outcomeIds.set(key, id);
    }
    return id;
  }

  private grow(length: number): void {
    if (length <= this.rows.length) return;
    const rows = new Int32Array(Math.max(length, this.rows.length * 2));
    rows.set(this.rows);
    this.rows = rows;
  }
}
