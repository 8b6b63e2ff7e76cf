import { DEAD } from '../automata/code-point-dfa.js';
import { ExcludingLexeme } from '../lexemes/excluding-lexeme.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import { LexemeGroup } from '../lexemes/lexeme-group.js';
import { StringLexeme } from '../lexemes/string-lexeme.js';
import { TextLexeme } from '../lexemes/text-lexeme.js';
import type { TokenTrie } from '../vocabulary/token-trie.js';
import type { TrieVocabulary } from '../vocabulary/vocabulary.js';
import { addWords, clearToken, type LexemeMask, setToken } from './mask-words.js';
import { TextMask } from './text-mask.js';

/** As many masks are kept of one lexeme (6 KB each for 49,152 tokens). */
const MAX_MASKS_OF_LEXEME = 256;

interface LexemeEntry {
  /** the lexeme by itself, with its steps kept ready; made for those lexemes that are walked through the tokens */
  alone: LexemeGroup | undefined;
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
      mask = this.build(lexeme, entry, state, inString);
      if (entry.masks.size >= MAX_MASKS_OF_LEXEME) entry.masks.clear();
      entry.masks.set(state, mask);
    }
    return mask;
  }

  private entryOf(lexeme: Lexeme): LexemeEntry {
    let entry = this.entries.get(lexeme);
    if (entry === undefined) {
      entry = { alone: undefined, masks: new Map() };
      this.entries.set(lexeme, entry);
    }
    return entry;
  }

  private build(lexeme: Lexeme, entry: LexemeEntry, state: number, inString: boolean): LexemeMask {
    if (lexeme instanceof ExcludingLexeme) {
      return withoutExcluded(lexeme, state, this.maskOf(lexeme.lexeme, lexeme.baseState(state), inString), this.vocabulary);
    }
    if (lexeme instanceof TextLexeme) return new TextMask(lexeme, this.vocabulary, this.crossBorders).from(state, inString);
    entry.alone ??= new LexemeGroup([lexeme]);
    const { alone } = entry;
    const from = alone.stateOf(state, inString);
    return lexeme instanceof StringLexeme
      ? buildStringMask(lexeme, state, new TrieWalk(alone, from, this.vocabulary, this.crossBorders))
      : buildLexemeMask(alone, from, this.vocabulary, this.crossBorders);
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

/** The mask of a lexeme by looking at every token. */
export function buildLexemeMask(group: LexemeGroup, state: number, vocabulary: TrieVocabulary, crossBorders: boolean): LexemeMask {
  const walk = new TrieWalk(group, state, vocabulary, crossBorders);
  walk.through(vocabulary.trie);
  return walk;
}

/** The mask of a string by slices: tokens are looked at one by one only in slices that fit partly. */
function buildStringMask(lexeme: StringLexeme, state: number, walk: TrieWalk): LexemeMask {
  const { slices, others, wholeNode } = walk.vocabulary.sliced;
  for (const slice of slices) {
    const reach = lexeme.reach(state, slice.firstKind, slice.otherKinds, slice.maxLength);
    if (reach.length > 0) addWords(walk.words, slice.upTo(reach.length));
    if (!reach.isExact && slice.longerThan(reach.length)) walk.through(slice.trie);
  }
  walk.through(others, wholeNode);
  return walk;
}

/** Gathers the mask of a lexeme from one of its states on. */
class TrieWalk implements LexemeMask {
  readonly words: Uint32Array;
  readonly exits: number[] = [];
  private readonly states: Int32Array;

  /** Without `crossBorders` nothing longer than one byte holds a quote that begins or ends a string. */
  constructor(
    private readonly group: LexemeGroup,
    state: number,
    readonly vocabulary: TrieVocabulary,
    private readonly crossBorders: boolean,
  ) {
    this.words = new Uint32Array(vocabulary.maskWords);
    this.states = new Int32Array(vocabulary.trie.maxDepth + 1);
    this.states[0] = state;
  }

  /** @param wholeNode - by node of `trie`: its node in the trie of all tokens, where `trie` is another one */
  through(trie: TokenTrie, wholeNode?: Int32Array): void {
    const { group, words, exits, states, crossBorders } = this;
    const { nodeCount } = trie;
    let node = 0;
    // Invariant: `states[d]` is the state before the byte of a node at depth `d` on the path to `node`.
    while (node < nodeCount) {
      const depth = trie.depth[node]!;
      const from = states[depth]!;
      const to = group.step(from, trie.byte[node]!);
      if (to < 0) {
        if (group.outcome[from]! >= 0 && from !== group.start && crossBorders)
          exits.push(wholeNode === undefined ? node : wholeNode[node]!);
        node = trie.end[node]!;
        continue;
      }
      const isFinal = group.isFinal[to] === 1;
      const isBorder = group.inString[to] === 1 && (isFinal || from === group.start);
      if (isBorder && !crossBorders) {
        if (depth === 0) setToken(words, trie, node);
        node = trie.end[node]!;
        continue;
      }
      setToken(words, trie, node);
      if (isFinal) {
        if (crossBorders) exits.push(wholeNode === undefined ? node : wholeNode[node]!);
        node = trie.end[node]!;
        continue;
      }
      states[depth + 1] = to;
      node++;
    }
  }
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
      for (let below = node; below < end; below++) clearToken(words, trie, below);
      refused.push([node, end]);
    }
    node = end;
  }
  const exits =
    refused.length === 0 ? whole.exits : whole.exits.filter((exit) => !refused.some(([from, end]) => exit >= from && exit < end));
  return { words, exits };
}
