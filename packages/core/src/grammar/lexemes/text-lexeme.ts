import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';

const encoder = new TextEncoder();

/** Layout of a state: its byte, first child, next sibling, the text that ends there, and the lowest and highest index of the texts below. */
const RECORD = 6;
const BYTE = 0;
const CHILD = 1;
const SIBLING = 2;
const END = 3;
const LOWEST = 4;
const HIGHEST = 5;

/** No child, sibling or text; the root is nobody's child, and texts are counted from 1 here. */
const NONE = 0;

/**
 * A few texts as one tree of their bytes. States are numbers; the texts below a state are known by their indices. It is built when first
 * asked, for most lists of a schema are never written.
 */
export class TextTree {
  private built: Int32Array | undefined;
  /** the bytes of all texts, each once */
  private bytes: readonly number[] | undefined;

  /** @param texts - JSON texts, at least one */
  constructor(readonly texts: readonly string[]) {}

  get stateCount(): number {
    return this.records.length / RECORD;
  }

  /** The first state after a state, or 0; the others are its siblings. */
  firstChild(state: number): number {
    return this.records[state * RECORD + CHILD]!;
  }

  /** The next state after the same state, or 0. */
  nextSibling(state: number): number {
    return this.records[state * RECORD + SIBLING]!;
  }

  /** The byte that leads to a state. */
  byteOf(state: number): number {
    return this.records[state * RECORD + BYTE]!;
  }

  step(state: number, byte: number): number {
    const { records } = this;
    let child = records[state * RECORD + CHILD]!;
    while (child !== NONE && records[child * RECORD + BYTE] !== byte) child = records[child * RECORD + SIBLING]!;
    return child === NONE ? DEAD : child;
  }

  /** The index of the text that ends at a state, or -1. */
  end(state: number): number {
    return this.records[state * RECORD + END]! - 1;
  }

  /** Whether one of the texts `first…last` goes on or ends at a state. */
  hasAny(state: number, first: number, last: number): boolean {
    const { records } = this;
    for (let at = state; ; at = records[at * RECORD + CHILD]!) {
      const lowest = records[at * RECORD + LOWEST]!;
      const highest = records[at * RECORD + HIGHEST]!;
      if (lowest > last || highest < first) return false;
      if (lowest >= first || highest <= last) return true;
      const end = this.end(at);
      if (end >= first && end <= last) return true;
      const child = this.firstChild(at);
      if (child === NONE) return false;
      // The first child is followed without recursion, for texts may be long.
      for (let other = this.nextSibling(child); other !== NONE; other = this.nextSibling(other)) {
        if (this.hasAny(other, first, last)) return true;
      }
    }
  }

  markByteClasses(starts: Uint8Array): void {
    this.bytes ??= bytesOf(this.records);
    for (const byte of this.bytes) {
      starts[byte] = 1;
      if (byte < 255) starts[byte + 1] = 1;
    }
  }

  private get records(): Int32Array {
    this.built ??= treeOf(this.texts);
    return this.built;
  }
}

function treeOf(texts: readonly string[]): Int32Array {
  // A UTF-16 unit is at most three bytes of UTF-8; the array is cut to what was needed.
  const records = new Int32Array((texts.reduce((length, text) => length + 3 * text.length, 0) + 1) * RECORD);
  records[HIGHEST] = texts.length - 1;
  let count = 1;
  for (let index = 0; index < texts.length; index++) {
    const bytes = utf8(texts[index]!);
    let state = 0;
    for (let i = 0; i < bytes.length; i++) {
      let last = NONE;
      let child = records[state * RECORD + CHILD]!;
      while (child !== NONE && records[child * RECORD + BYTE] !== bytes[i]) {
        last = child;
        child = records[child * RECORD + SIBLING]!;
      }
      if (child === NONE) {
        child = count++;
        records[last === NONE ? state * RECORD + CHILD : last * RECORD + SIBLING] = child;
        records[child * RECORD + BYTE] = bytes[i]!;
        records[child * RECORD + LOWEST] = index;
      }
      records[child * RECORD + HIGHEST] = index;
      state = child;
    }
    records[state * RECORD + END] = index + 1;
  }
  return records.slice(0, count * RECORD);
}

function bytesOf(records: Int32Array): number[] {
  const isUsed = new Uint8Array(256);
  for (let at = RECORD; at < records.length; at += RECORD) isUsed[records[at + BYTE]!] = 1;
  const bytes: number[] = [];
  for (let byte = 0; byte < 256; byte++) if (isUsed[byte] === 1) bytes.push(byte);
  return bytes;
}

let scratch = new Uint8Array(1024);

/** The bytes of a text, good until the next call. */
function utf8(text: string): Uint8Array {
  if (scratch.length < 3 * text.length) scratch = new Uint8Array(3 * text.length);
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

/** The lexeme that is one of a few given texts, or of those with consecutive indices: literals, values of an `enum`, names of members. */
export class TextLexeme implements Lexeme {
  readonly start = 0;

  /** @param first - only texts from this index on, up to `last` */
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
    const { tree } = this;
    for (let child = tree.firstChild(state); child !== NONE; child = tree.nextSibling(child)) {
      if (tree.hasAny(child, this.first, this.last)) return false;
    }
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
