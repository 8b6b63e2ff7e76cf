import { Cursor } from '../cursor.js';
import type { Frame } from '../frames/frame.js';
import type { LexemeGroup } from '../lexemes/lexeme-group.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';
import { buildLexemeMask, type LexemeMask, setToken } from './lexeme-mask.js';

/** Ready masks are dropped together once there are so many of them (6 KB each for 49,152 tokens). */
const MAX_READY_MASKS = 1_024;

/** Computes token masks for one compiled grammar and keeps them ready. */
export class MaskFiller {
  /** by group, then by state: what fits into the lexeme */
  private lexemeMasks: Map<number, LexemeMask>[] = [];
  /** by frame, then by state of its lexeme: whole masks */
  private masks = new Map<number, Map<number, Uint32Array>>();
  private ready = 0;
  private readonly cursor: Cursor;
  private readonly frames: Frame[];
  private readonly lexemes: Int32Array;

  constructor(
    private readonly vocabulary: TrieVocabulary,
    private readonly crossBorders: boolean,
    start: Frame,
  ) {
    this.cursor = new Cursor(start);
    this.frames = new Array(vocabulary.trie.maxDepth + 1).fill(start);
    this.lexemes = new Int32Array(vocabulary.trie.maxDepth + 1);
  }

  fill(at: Cursor, mask: Uint32Array): void {
    const { frame } = at;
    // States that differ only in a length far from its bounds share one mask.
    const lexeme = frame.group === undefined ? -1 : frame.group.maskState(at.lexeme);
    let ofFrame = this.masks.get(frame.id);
    let ready = ofFrame?.get(lexeme);
    if (ready === undefined) {
      ready = this.compute(frame, lexeme);
      if (this.ready >= MAX_READY_MASKS) this.dropAll();
      ofFrame = this.masks.get(frame.id);
      if (ofFrame === undefined) {
        ofFrame = new Map();
        this.masks.set(frame.id, ofFrame);
      }
      ofFrame.set(lexeme, ready);
      this.ready++;
    }
    mask.set(ready);
  }

  private dropAll(): void {
    this.masks = new Map();
    this.lexemeMasks = [];
    this.ready = 0;
  }

  private compute(frame: Frame, lexeme: number): Uint32Array {
    const { group } = frame;
    const words = new Uint32Array(this.vocabulary.maskWords);
    if (group === undefined || lexeme === group.start) this.addStructural(frame, -1, words);
    if (group !== undefined) {
      const inLexeme = this.lexemeMask(group, lexeme);
      for (let w = 0; w < words.length; w++) words[w]! |= inLexeme.words[w]!;
      for (const exit of inLexeme.exits) {
        const after = frame.afterLexeme(exit.outcome);
        if (exit.consumed) this.addBelow(exit.node, after, words);
        else this.addNode(exit.node, after, words);
      }
      const outcome = group.outcome[lexeme]!;
      if (!this.crossBorders && outcome >= 0 && lexeme !== group.start) this.addStructural(frame.afterLexeme(outcome), -1, words);
    }
    this.addStops(frame, lexeme, words);
    return words;
  }

  private lexemeMask(group: LexemeGroup, state: number): LexemeMask {
    this.lexemeMasks[group.id] ??= new Map();
    const ofGroup = this.lexemeMasks[group.id]!;
    let mask = ofGroup.get(state);
    if (mask === undefined) {
      mask = buildLexemeMask(group, state, this.vocabulary, this.crossBorders);
      ofGroup.set(state, mask);
      this.ready++;
    }
    return mask;
  }

  /** Adds the tokens that begin with a structural byte, and below `within` only (or everywhere: -1). */
  private addStructural(frame: Frame, within: number, words: Uint32Array): void {
    if (frame.structural.length === 0) return;
    const { trie, singleByteToken } = this.vocabulary;
    if (!this.crossBorders) {
      for (const byte of frame.structural) {
        for (let token = singleByteToken[byte]!; token >= 0; token = trie.sameBytes[token]!) words[token >> 5]! |= 1 << (token & 31);
      }
      return;
    }
    const first = within < 0 ? 0 : within + 1;
    const last = within < 0 ? trie.nodeCount : trie.end[within]!;
    for (let node = first; node < last; node = trie.end[node]!) {
      if (frame.structural.includes(trie.byte[node]!)) this.addNode(node, frame, words);
    }
  }

  /** Adds the tokens at and below a trie node, whose byte comes in `frame` before a lexeme. */
  private addNode(node: number, frame: Frame, words: Uint32Array): void {
    const next = frame.afterStructural(this.vocabulary.trie.byte[node]!);
    if (next === undefined) return;
    setToken(words, this.vocabulary, node);
    this.addBelow(node, next, words);
  }

  /** Adds the tokens below a trie node, after which the frame is `frame` and no lexeme has begun. */
  private addBelow(top: number, frame: Frame, words: Uint32Array): void {
    const { trie } = this.vocabulary;
    const { cursor, frames, lexemes } = this;
    const end = trie.end[top]!;
    let node = top + 1;
    if (node >= end) return;
    cursor.enter(frame);
    frames[trie.depth[node]!] = cursor.frame;
    lexemes[trie.depth[node]!] = cursor.lexeme;
    // Invariant: `frames[d]` and `lexemes[d]` stand before the byte of a node at depth `d` on the path to `node`.
    while (node < end) {
      const depth = trie.depth[node]!;
      cursor.moveTo(frames[depth]!, lexemes[depth]!);
      if (!cursor.step(trie.byte[node]!)) {
        node = trie.end[node]!;
        continue;
      }
      setToken(words, this.vocabulary, node);
      frames[depth + 1] = cursor.frame;
      lexemes[depth + 1] = cursor.lexeme;
      node++;
    }
  }

  private addStops(frame: Frame, lexeme: number, words: Uint32Array): void {
    this.cursor.moveTo(frame, lexeme);
    if (!this.cursor.isComplete()) return;
    for (const id of this.vocabulary.stopTokenIds) words[id >> 5]! |= 1 << (id & 31);
  }
}
