import type { TokenTrie } from '../tokenizer/token-trie.js';
import type { SourceText } from './source-text.js';

/**
 * Which tokens a stretch of the source text can begin with, and where: built in one pass over the text, when first needed.
 * Time and memory grow with the length of the text times the length of the longest token.
 */
export class VerbatimIndex {
  readonly source: SourceText;
  readonly trie: TokenTrie;
  /** bit set: some stretch begins with this token */
  readonly firstTokens: Uint32Array;
  readonly #starts = new Map<number, number[]>();

  constructor(source: SourceText, trie: TokenTrie, maskWords: number) {
    this.source = source;
    this.trie = trie;
    this.firstTokens = new Uint32Array(maskWords);
    for (let start = 0; start < source.bytes.length; start++) {
      if (source.isBorder(start)) this.#addStart(start);
    }
  }

  #addStart(start: number): void {
    const { bytes } = this.source;
    let node = 0;
    for (let at = start; at < bytes.length; at++) {
      node = this.trie.child(node, bytes[at]!);
      if (node < 0) return;
      const token = this.trie.tokenAt(node);
      if (token < 0) continue;
      const starts = this.#starts.get(token);
      if (starts) starts.push(start);
      else {
        this.#starts.set(token, [start]);
        this.firstTokens[token >> 5]! |= 1 << (token & 31);
      }
    }
  }

  /** @returns byte offsets at which a stretch begins with this token, ascending */
  startsOf(token: number): readonly number[] {
    return this.#starts.get(token) ?? [];
  }
}
