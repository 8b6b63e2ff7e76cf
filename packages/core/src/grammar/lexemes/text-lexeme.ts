import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';

const encoder = new TextEncoder();

/** A few texts as one tree of their bytes. States are numbers; the texts below a state are known by their indices. */
export class TextTree {
  private readonly children: Map<number, number>[] = [new Map()];
  /** by state: the index of the text that ends there, or -1 */
  private readonly ends: number[] = [-1];
  /** by state: the indices of the texts that go on or end there, ascending; one alone as a number */
  private readonly below: (number | number[])[] = [];
  private readonly bytes = new Set<number>();

  /** @param texts - JSON texts, at least one */
  constructor(readonly texts: readonly string[]) {
    this.below.push(texts.length === 1 ? 0 : Array.from(texts, (_, index) => index));
    texts.forEach((text, index) => {
      this.add(encoder.encode(text), index);
    });
  }

  get stateCount(): number {
    return this.ends.length;
  }

  nextBytes(state: number): Iterable<number> {
    return this.children[state]!.keys();
  }

  step(state: number, byte: number): number {
    return this.children[state]!.get(byte) ?? DEAD;
  }

  /** The index of the text that ends at a state, or -1. */
  end(state: number): number {
    return this.ends[state]!;
  }

  /** Whether one of the texts `first…last` goes on or ends at a state. */
  hasAny(state: number, first: number, last: number): boolean {
    const below = this.below[state]!;
    if (typeof below === 'number') return below >= first && below <= last;
    let low = 0;
    let high = below.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (below[middle]! < first) low = middle + 1;
      else high = middle;
    }
    return low < below.length && below[low]! <= last;
  }

  markByteClasses(starts: Uint8Array): void {
    for (const byte of this.bytes) {
      starts[byte] = 1;
      if (byte < 255) starts[byte + 1] = 1;
    }
  }

  private add(text: Uint8Array, index: number): void {
    let state = 0;
    for (const byte of text) {
      this.bytes.add(byte);
      let child = this.children[state]!.get(byte);
      if (child === undefined) {
        child = this.children.length;
        this.children.push(new Map());
        this.ends.push(-1);
        this.below.push(index);
        this.children[state]!.set(byte, child);
      } else {
        const below = this.below[child]!;
        if (typeof below === 'number') this.below[child] = [below, index];
        else below.push(index);
      }
      state = child;
    }
    this.ends[state] = index;
  }
}

/** The lexeme that is one of a few given texts, or of those with consecutive indices: literals, values of an `enum`, names of members. */
export class TextLexeme implements Lexeme {
  readonly start = 0;

  constructor(
    readonly tree: TextTree,
    private readonly first = 0,
    private readonly last = tree.texts.length - 1,
  ) {}

  static of(texts: readonly string[]): TextLexeme {
    return new TextLexeme(new TextTree(texts));
  }

  get stateCount(): number {
    return this.tree.stateCount;
  }

  /** Bytes that may follow a state; some of them only for texts of other indices. */
  nextBytes(state: number): Iterable<number> {
    return this.tree.nextBytes(state);
  }

  step(state: number, byte: number): number {
    const to = this.tree.step(state, byte);
    return to !== DEAD && this.tree.hasAny(to, this.first, this.last) ? to : DEAD;
  }

  isAccepting(state: number): boolean {
    const end = this.tree.end(state);
    return end >= this.first && end <= this.last;
  }

  isFinal(state: number): boolean {
    if (!this.isAccepting(state)) return false;
    for (const byte of this.tree.nextBytes(state)) if (this.step(state, byte) !== DEAD) return false;
    return true;
  }

  label(state: number): number {
    return this.tree.end(state);
  }

  maskState(state: number): number {
    return state;
  }

  size(): number {
    return this.last - this.first + 1;
  }

  markByteClasses(starts: Uint8Array): void {
    this.tree.markByteClasses(starts);
  }
}
