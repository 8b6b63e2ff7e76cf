import type { TokenTrie } from '../vocabulary/token-trie.js';

/** The tokens that fit wholly into a lexeme, from one of its states on, and the places where the lexeme ends inside longer tokens. */
export interface LexemeMask {
  /** token mask; also holds the tokens that end exactly with the lexeme's own last byte */
  readonly words: Uint32Array;
  /** trie nodes whose byte ends the lexeme (the closing quote), or is the first one after it (a number ends that way); ascending */
  readonly exits: readonly number[];
}

/** Sets in `words` all bits of `more`. */
export function addWords(words: Uint32Array, more: Uint32Array): void {
  for (let w = 0; w < words.length; w++) words[w]! |= more[w]!;
}

/** Sets the bits of all tokens that end at a trie node. */
export function setToken(words: Uint32Array, trie: TokenTrie, node: number): void {
  let token = trie.token[node]!;
  while (token >= 0) {
    words[token >> 5]! |= 1 << (token & 31);
    token = trie.sameBytes[token]!;
  }
}

/** Clears the bits of all tokens that end at a trie node. */
export function clearToken(words: Uint32Array, trie: TokenTrie, node: number): void {
  let token = trie.token[node]!;
  while (token >= 0) {
    words[token >> 5]! &= ~(1 << (token & 31));
    token = trie.sameBytes[token]!;
  }
}
