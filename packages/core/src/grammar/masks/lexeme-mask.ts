import type { LexemeGroup } from '../lexemes/lexeme-group.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';

/** The tokens that fit wholly into a lexeme, from one of its states on, and the places where the lexeme ends inside longer tokens. */
export interface LexemeMask {
  /** token mask; also holds the tokens that end exactly with the lexeme's own last byte */
  readonly words: Uint32Array;
  /** trie nodes at which the lexeme is over */
  readonly exits: readonly LexemeExit[];
}

/** A trie node whose byte ends the lexeme (the closing quote), or is the first one after it (a number ends that way). */
export interface LexemeExit {
  readonly node: number;
}

/** Walks the token trie through a lexeme. Without `crossBorders` nothing longer than one byte holds a quote that begins or ends a string. */
export function buildLexemeMask(group: LexemeGroup, state: number, vocabulary: TrieVocabulary, crossBorders: boolean): LexemeMask {
  const { trie } = vocabulary;
  const words = new Uint32Array(vocabulary.maskWords);
  const exits: LexemeExit[] = [];
  const states = new Int32Array(trie.maxDepth + 1);
  states[0] = state;
  let node = 0;
  // Invariant: `states[d]` is the state before the byte of a node at depth `d` on the path to `node`.
  while (node < trie.nodeCount) {
    const depth = trie.depth[node]!;
    const from = states[depth]!;
    const to = group.step(from, trie.byte[node]!);
    if (to < 0) {
      if (group.outcome[from]! >= 0 && from !== group.start && crossBorders) exits.push({ node });
      node = trie.end[node]!;
      continue;
    }
    const isBorder = group.isFinal[to] === 1 ? group.inString[to] === 1 : group.inString[to] === 1 && from === group.start;
    if (isBorder && !crossBorders) {
      if (depth === 0) setToken(words, vocabulary, node);
      node = trie.end[node]!;
      continue;
    }
    setToken(words, vocabulary, node);
    if (group.isFinal[to] === 1) {
      if (crossBorders) exits.push({ node });
      node = trie.end[node]!;
      continue;
    }
    states[depth + 1] = to;
    node++;
  }
  return { words, exits };
}

/** Sets the bits of all tokens that end at a trie node. */
export function setToken(words: Uint32Array, vocabulary: TrieVocabulary, node: number): void {
  let token = vocabulary.trie.token[node]!;
  while (token >= 0) {
    words[token >> 5]! |= 1 << (token & 31);
    token = vocabulary.trie.sameBytes[token]!;
  }
}
