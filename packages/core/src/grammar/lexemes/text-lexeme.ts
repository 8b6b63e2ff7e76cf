import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';

const encoder = new TextEncoder();

/** The lexeme that is one of a few given texts: literals, and the values of an `enum`. */
export class TextLexeme implements Lexeme {
  readonly start = 0;
  private readonly children: Map<number, number>[] = [new Map()];
  /** by state: the index of the text that ends there, or -1 */
  private readonly ends: number[] = [-1];
  private readonly bytes = new Set<number>();

  /** @param texts - JSON texts, at least one */
  constructor(private readonly texts: readonly string[]) {
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

  isAccepting(state: number): boolean {
    return this.ends[state]! >= 0;
  }

  isFinal(state: number): boolean {
    return this.ends[state]! >= 0 && this.children[state]!.size === 0;
  }

  label(state: number): number {
    return this.ends[state]!;
  }

  maskState(state: number): number {
    return state;
  }

  size(): number {
    return this.texts.length;
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
        this.children[state]!.set(byte, child);
      }
      state = child;
    }
    this.ends[state] = index;
  }
}
