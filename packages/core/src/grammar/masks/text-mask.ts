import { DEAD } from '../automata/code-point-dfa.js';
import type { TextLexeme } from '../lexemes/text-lexeme.js';
import type { TokenTrie } from '../vocabulary/token-trie.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';
import { type LexemeMask, setToken } from './mask-words.js';

const QUOTE = 0x22;

/**
 * The mask of a lexeme that is one of a few texts: follows the texts through the trie of tokens, where a walk over the trie would look at
 * every token that begins with another byte too.
 */
export class TextMask implements LexemeMask {
  readonly words: Uint32Array;
  readonly exits: number[] = [];
  private readonly trie: TokenTrie;

  constructor(
    private readonly lexeme: TextLexeme,
    private readonly vocabulary: TrieVocabulary,
    private readonly crossBorders: boolean,
  ) {
    this.words = new Uint32Array(vocabulary.maskWords);
    this.trie = vocabulary.trie;
  }

  /** @param inString - the opening quote was read */
  from(state: number, inString: boolean): this {
    const { lexeme } = this;
    const { tree } = lexeme;
    if (state !== lexeme.start && lexeme.isAccepting(state)) this.addExits(state, 0, this.trie.nodeCount);
    for (let child = tree.firstChild(state); child !== 0; child = tree.nextSibling(child)) {
      const node = this.vocabulary.firstNode[tree.byteOf(child)]!;
      if (node >= 0) this.follow(state, node, inString);
    }
    return this;
  }

  /** Follows the byte of a node, and what comes below it. */
  private follow(from: number, node: number, inString: boolean): void {
    const { lexeme, trie, words } = this;
    const { tree } = lexeme;
    const to = lexeme.step(from, trie.byte[node]!);
    if (to === DEAD) return;
    const opens = from === lexeme.start && trie.byte[node] === QUOTE;
    const isFinal = lexeme.isFinal(to);
    if (!this.crossBorders && (opens || (inString && isFinal))) {
      if (trie.depth[node] === 0) setToken(words, trie, node);
      return;
    }
    setToken(words, trie, node);
    if (isFinal) {
      if (this.crossBorders) this.exits.push(node);
      return;
    }
    const end = trie.end[node]!;
    if (lexeme.isAccepting(to)) this.addExits(to, node + 1, end);
    for (let child = tree.firstChild(to); child !== 0; child = tree.nextSibling(child)) {
      const below = childWith(trie, node + 1, end, tree.byteOf(child));
      if (below >= 0) this.follow(to, below, inString || opens);
    }
  }

  /** A text without an end of its own, a number, ends before a byte that does not go on with it. */
  private addExits(state: number, first: number, end: number): void {
    if (!this.crossBorders) return;
    for (let node = first; node < end; node = this.trie.end[node]!) {
      if (this.lexeme.step(state, this.trie.byte[node]!) === DEAD) this.exits.push(node);
    }
  }
}

/** The node with a byte among siblings, which are sorted by their bytes; or -1. */
function childWith(trie: TokenTrie, first: number, end: number, byte: number): number {
  for (let node = first; node < end && trie.byte[node]! <= byte; node = trie.end[node]!) if (trie.byte[node] === byte) return node;
  return -1;
}
