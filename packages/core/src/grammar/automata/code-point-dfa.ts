import { MAX_CODE_POINT } from '../../schema/regex/code-point-set.js';

/** No state: what was read cannot become a word of the language any more. */
export const DEAD = -1;

/**
 * A deterministic automaton over code points. Invariant: it is trimmed, so from each of its states a word of the language can be
 * completed; the empty language has `start === DEAD`. Code points fall into classes that no state tells apart: class `c` reaches from
 * `classStart[c]` to the start of the next class.
 */
export class CodePointDfa {
  readonly classCount: number;
  readonly stateCount: number;

  constructor(
    readonly classStart: Int32Array,
    /** `next[state * classCount + class]`, `DEAD` for none */
    readonly next: Int32Array,
    readonly accepting: Uint8Array,
    readonly start: number,
  ) {
    this.classCount = classStart.length;
    this.stateCount = accepting.length;
  }

  classOf(codePoint: number): number {
    let low = 0;
    let high = this.classCount - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.classStart[middle]! <= codePoint) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  step(state: number, codePoint: number): number {
    return this.next[state * this.classCount + this.classOf(codePoint)]!;
  }

  /** The state that all of `first…last` lead to, or `undefined` where they differ. */
  stepAll(state: number, first: number, last: number): number | undefined {
    const firstClass = this.classOf(first);
    const target = this.next[state * this.classCount + firstClass]!;
    for (let c = firstClass + 1; c < this.classCount && this.classStart[c]! <= last; c++) {
      if (this.next[state * this.classCount + c] !== target) return undefined;
    }
    return target;
  }

  matches(text: string): boolean {
    let state = this.start;
    for (const character of text) {
      if (state === DEAD) return false;
      state = this.step(state, character.codePointAt(0)!);
    }
    return state !== DEAD && this.accepting[state] === 1;
  }

  get isEmpty(): boolean {
    return this.start === DEAD;
  }
}

/** The class starts that tell apart what any of `lists` tells apart. */
export function mergeClassStarts(lists: readonly ArrayLike<number>[]): Int32Array {
  const starts = new Set<number>([0]);
  for (const list of lists) for (let i = 0; i < list.length; i++) if (list[i]! <= MAX_CODE_POINT) starts.add(list[i]!);
  return Int32Array.from(starts).sort();
}
