import { DEAD } from '../automata/code-point-dfa.js';
import { ExcludingLexeme } from '../lexemes/excluding-lexeme.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import { LexemeGroup } from '../lexemes/lexeme-group.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';

/** As many masks are kept of one lexeme (6 KB each for 49,152 tokens). */
const MAX_MASKS_OF_LEXEME = 256;

/** The tokens that fit wholly into a lexeme, from one of its states on, and the places where the lexeme ends inside longer tokens. */
export interface LexemeMask {
  /** token mask; also holds the tokens that end exactly with the lexeme's own last byte */
  readonly words: Uint32Array;
  /** trie nodes whose byte ends the lexeme (the closing quote), or is the first one after it (a number ends that way); ascending */
  readonly exits: readonly number[];
}

interface LexemeEntry {
  /** the lexeme by itself, with its steps kept ready */
  readonly alone: LexemeGroup;
  readonly masks: Map<number, LexemeMask>;
}

/** Masks inside lexemes for one vocabulary and token boundary. They outlive grammars, so all grammars share those of common lexemes. */
export class LexemeMasks {
  private readonly entries = new WeakMap<Lexeme, LexemeEntry>();

  constructor(
    private readonly vocabulary: TrieVocabulary,
    private readonly crossBorders: boolean,
  ) {}

  /** @param inString - the opening quote was read */
  maskOf(lexeme: Lexeme, state: number, inString: boolean): LexemeMask {
    const shared = lexeme.sameMaskAs?.(state);
    if (shared !== undefined) return this.maskOf(shared[0], shared[1], inString);
    const entry = this.entryOf(lexeme);
    let mask = entry.masks.get(state);
    if (mask === undefined) {
      mask = this.build(lexeme, entry.alone, state, inString);
      if (entry.masks.size >= MAX_MASKS_OF_LEXEME) entry.masks.clear();
      entry.masks.set(state, mask);
    }
    return mask;
  }

  private entryOf(lexeme: Lexeme): LexemeEntry {
    let entry = this.entries.get(lexeme);
    if (entry === undefined) {
      entry = { alone: new LexemeGroup([lexeme]), masks: new Map() };
      this.entries.set(lexeme, entry);
    }
    return entry;
  }

  private build(lexeme: Lexeme, alone: LexemeGroup, state: number, inString: boolean): LexemeMask {
    if (lexeme instanceof ExcludingLexeme) {
      return withoutExcluded(lexeme, state, this.maskOf(lexeme.lexeme, lexeme.baseState(state), inString), this.vocabulary);
    }
    return buildLexemeMask(alone, alone.stateOf(state, inString), this.vocabulary, this.crossBorders);
  }
}

const ofVocabulary = new WeakMap<TrieVocabulary, { any: LexemeMasks; lexeme: LexemeMasks }>();

export function lexemeMasksOf(vocabulary: TrieVocabulary, crossBorders: boolean): LexemeMasks {
  let masks = ofVocabulary.get(vocabulary);
  if (masks === undefined) {
    masks = { any: new LexemeMasks(vocabulary, true), lexeme: new LexemeMasks(vocabulary, false) };
    ofVocabulary.set(vocabulary, masks);
  }
  return crossBorders ? masks.any : masks.lexeme;
}

/** Walks the token trie through a lexeme. Without `crossBorders` nothing longer than one byte holds a quote that begins or ends a string. */
export function buildLexemeMask(group: LexemeGroup, state: number, vocabulary: TrieVocabulary, crossBorders: boolean): LexemeMask {
  const { trie } = vocabulary;
  const words = new Uint32Array(vocabulary.maskWords);
  const exits: number[] = [];
  const states = new Int32Array(trie.maxDepth + 1);
  states[0] = state;
  let node = 0;
  // Invariant: `states[d]` is the state before the byte of a node at depth `d` on the path to `node`.
  while (node < trie.nodeCount) {
    const depth = trie.depth[node]!;
    const from = states[depth]!;
    const to = group.step(from, trie.byte[node]!);
    if (to < 0) {
      if (group.outcome[from]! >= 0 && from !== group.start && crossBorders) exits.push(node);
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
      if (crossBorders) exits.push(node);
      node = trie.end[node]!;
      continue;
    }
    states[depth + 1] = to;
    node++;
  }
  return { words, exits };
}

/** The mask of a lexeme without excluded texts: that of the lexeme itself, but for the tokens that run into an excluded text. */
function withoutExcluded(lexeme: ExcludingLexeme, state: number, whole: LexemeMask, vocabulary: TrieVocabulary): LexemeMask {
  const { trie } = vocabulary;
  const words = whole.words.slice();
  const refused: [number, number][] = [];
  const states: number[] = [state];
  for (let node = 0; node < trie.nodeCount; ) {
    const depth = trie.depth[node]!;
    const from = states[depth]!;
    const to = lexeme.step(from, trie.byte[node]!);
    if (to !== DEAD && !lexeme.isOff(to)) {
      states[depth + 1] = to;
      node++;
      continue;
    }
    const end = trie.end[node]!;
    if (to === DEAD && lexeme.lexeme.step(lexeme.baseState(from), trie.byte[node]!) !== DEAD) {
      for (let below = node; below < end; below++) clearToken(words, vocabulary, below);
      refused.push([node, end]);
    }
    node = end;
  }
  const exits =
    refused.length === 0 ? whole.exits : whole.exits.filter((exit) => !refused.some(([from, end]) => exit >= from && exit < end));
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

function clearToken(words: Uint32Array, vocabulary: TrieVocabulary, node: number): void {
  let token = vocabulary.trie.token[node]!;
  while (token >= 0) {
    words[token >> 5]! &= ~(1 << (token & 31));
    token = vocabulary.trie.sameBytes[token]!;
  }
}
