import { Cursor, isSpace, startOf } from '../cursor.js';
import type { Frame } from '../frames/frame.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';
import { type LexemeMasks, lexemeMasksOf } from './lexeme-mask.js';
import { addWords, setToken } from './mask-words.js';

/** Ready masks are dropped together once there are so many of them (6 KB each for 49,152 tokens). */
const MAX_READY_MASKS = 1_024;
const SPACES: readonly number[] = [0x20, 0x0a, 0x0d, 0x09];

export interface MaskFillerOptions {
  /** a token may span several lexemes */
  readonly crossBorders: boolean;
  readonly allowsSpaces: boolean;
}

/** Computes token masks for one compiled grammar and keeps them ready. */
export class MaskFiller {
  /** by frame, then by state of its lexeme and spaces before it: whole masks */
  private masks = new Map<number, Map<number, Uint32Array>>();
  private ready = 0;
  private readonly lexemeMasks: LexemeMasks;
  private readonly ahead: Cursor;
  private readonly frames: Frame[];
  private readonly lexemes: Int32Array;
  private readonly spaces: Int32Array;
  /** bytes read where the mask is asked for */
  private base = 0;

  constructor(
    private readonly vocabulary: TrieVocabulary,
    private readonly options: MaskFillerOptions,
    start: Frame,
  ) {
    this.lexemeMasks = lexemeMasksOf(vocabulary, options.crossBorders);
    this.ahead = new Cursor(start, options.allowsSpaces, undefined, true);
    this.frames = new Array(vocabulary.trie.maxDepth + 1).fill(start);
    this.lexemes = new Int32Array(vocabulary.trie.maxDepth + 1);
    this.spaces = new Int32Array(vocabulary.trie.maxDepth + 1);
  }

  fill(at: Cursor, mask: Uint32Array): void {
    const { frame } = at;
    // States that differ only in a length far from its bounds share one mask.
    const lexeme = frame.group === undefined ? -1 : frame.group.maskState(at.lexeme);
    const key = lexeme * 32 + at.spaces;
    let ready = this.masks.get(frame.id)?.get(key);
    if (ready === undefined) {
      ready = this.compute(at, lexeme);
      this.keep(frame.id, key, ready);
    }
    mask.set(ready);
  }

  private keep(frame: number, key: number, mask: Uint32Array): void {
    if (this.ready >= MAX_READY_MASKS) {
      this.masks = new Map();
      this.ready = 0;
    }
    let ofFrame = this.masks.get(frame);
    if (ofFrame === undefined) {
      ofFrame = new Map();
      this.masks.set(frame, ofFrame);
    }
    ofFrame.set(key, mask);
    this.ready++;
  }

  private compute(at: Cursor, lexeme: number): Uint32Array {
    const { frame } = at;
    const { group } = frame;
    const { ahead } = this;
    const words = new Uint32Array(this.vocabulary.maskWords);
    ahead.log = at.log;
    this.base = at.length;
    const isBefore = group === undefined || lexeme === group.start;
    if (isBefore) this.addBorder(frame, lexeme, at.spaces, words);
    if (group !== undefined) {
      const inString = group.inString[lexeme] === 1;
      const exits = new Set<number>();
      group.forEachLexeme(lexeme, (one, state) => {
        const inLexeme = this.lexemeMasks.maskOf(one, state, inString);
        addWords(words, inLexeme.words);
        // A token that ends with its closing quote is in the mask already.
        for (const node of inLexeme.exits) if (!inString || this.vocabulary.trie.end[node]! > node + 1) exits.add(node);
      });
      for (const node of exits) {
        ahead.moveTo(frame, lexeme, 0, at.length);
        if (!this.replay(node)) continue;
        setToken(words, this.vocabulary.trie, node);
        this.addBelow(node, words);
      }
      const outcome = group.outcome[lexeme]!;
      if (!isBefore && outcome >= 0 && !this.options.crossBorders) {
        ahead.moveTo(frame, lexeme, 0, at.length);
        const after = frame.afterLexeme(outcome, ahead)!;
        this.addBorder(after, startOf(after), 0, words);
      }
    }
    ahead.moveTo(frame, lexeme, at.spaces, at.length);
    if (ahead.isComplete()) for (const id of this.vocabulary.stopTokenIds) words[id >> 5]! |= 1 << (id & 31);
    return words;
  }

  /** Steps the cursor through the bytes on the way to a trie node. */
  private replay(node: number): boolean {
    const { byte, depth, parent } = this.vocabulary.trie;
    const path = this.lexemes;
    for (let at = node; at >= 0; at = parent[at]!) path[depth[at]!] = byte[at]!;
    for (let d = 0; d <= depth[node]!; d++) if (!this.ahead.step(path[d]!)) return false;
    return true;
  }

  /** Adds the tokens that begin with a structural byte or white space, in `frame` before a lexeme. */
  private addBorder(frame: Frame, lexeme: number, spaces: number, words: Uint32Array): void {
    const { trie, singleByteToken, firstNode } = this.vocabulary;
    const first = this.options.allowsSpaces ? [...frame.structural, ...SPACES] : frame.structural;
    for (const byte of first) {
      const node = firstNode[byte]!;
      if (node < 0) continue;
      this.ahead.moveTo(frame, lexeme, spaces, this.base);
      if (!this.ahead.step(byte)) continue;
      if (this.options.crossBorders) {
        setToken(words, trie, node);
        this.addBelow(node, words);
      } else if (isSpace(byte)) this.addSpaces(node, words);
      else if (singleByteToken[byte]! >= 0) setToken(words, trie, node);
    }
  }

  /** Adds the tokens of nothing but white space at and below a trie node, after which the cursor stands. */
  private addSpaces(top: number, words: Uint32Array): void {
    const { trie } = this.vocabulary;
    const { ahead } = this;
    setToken(words, this.vocabulary.trie, top);
    const { frame, lexeme, spaces } = ahead;
    for (let node = top + 1; node < trie.end[top]!; ) {
      const depth = trie.depth[node]!;
      ahead.moveTo(frame, lexeme, spaces + depth - trie.depth[top]! - 1, this.base + depth);
      if (!isSpace(trie.byte[node]!) || !ahead.step(trie.byte[node]!)) node = trie.end[node]!;
      else setToken(words, this.vocabulary.trie, node++);
    }
  }

  /** Adds the tokens below a trie node, after whose byte the cursor stands. */
  private addBelow(top: number, words: Uint32Array): void {
    const { trie } = this.vocabulary;
    const { ahead, frames, lexemes, spaces, base } = this;
    const end = trie.end[top]!;
    let node = top + 1;
    if (node >= end) return;
    frames[trie.depth[node]!] = ahead.frame;
    lexemes[trie.depth[node]!] = ahead.lexeme;
    spaces[trie.depth[node]!] = ahead.spaces;
    // Invariant: `frames[d]`, `lexemes[d]`, `spaces[d]` stand before the byte of a node at depth `d` on the path to `node`.
    while (node < end) {
      const depth = trie.depth[node]!;
      ahead.moveTo(frames[depth]!, lexemes[depth]!, spaces[depth]!, base + depth);
      if (!ahead.step(trie.byte[node]!)) {
        node = trie.end[node]!;
        continue;
      }
      setToken(words, this.vocabulary.trie, node);
      frames[depth + 1] = ahead.frame;
      lexemes[depth + 1] = ahead.lexeme;
      spaces[depth + 1] = ahead.spaces;
      node++;
    }
  }
}
