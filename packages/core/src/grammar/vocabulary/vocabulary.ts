import { GrammarError, RequestError } from '../../errors/index.js';
import type { CodePointSet } from '../../schema/regex/code-point-set.js';
import type { Vocabulary } from '../types.js';
import { type SlicedTokens, sliceTokens } from './token-slices.js';
import { buildTokenTrie, sortTokens, type TokenTrie } from './token-trie.js';
import { writableCharacters } from './writable.js';

/** What the engine itself needs of a vocabulary; callers see only `Vocabulary`. */
export interface TrieVocabulary extends Vocabulary {
  readonly trie: TokenTrie;
  /** the same tokens, cut into those that masks take together and the others */
  readonly sliced: SlicedTokens;
  readonly tokenBytes: readonly Uint8Array[];
  /** the characters that its tokens can write; `undefined`: all */
  readonly writable: CodePointSet | undefined;
  /** by byte value: the node of tokens that begin with it, or -1 */
  readonly firstNode: Int32Array;
  /** by byte value: the tokens that are exactly this byte, as a list that starts here and goes on in `trie.sameBytes`; or -1 */
  readonly singleByteToken: Int32Array;
}

export interface VocabularyOptions {
  /** tokens that end a generation: offered exactly where the instance is complete */
  readonly stopTokenIds: readonly number[];
}

/**
 * Prepares the tokens of one tokenizer for masks; do this once per tokenizer (about 30 ms for 49,152 tokens).
 * @param tokenBytes - the bytes of each token id; empty for special tokens, which no mask offers. They may split UTF-8 sequences.
 * @throws {RequestError} `invalid_request` where a stop token is not an id of the vocabulary.
 */
export function createVocabulary(tokenBytes: readonly Uint8Array[], options: VocabularyOptions): Vocabulary {
  for (const id of options.stopTokenIds) {
    if (!Number.isInteger(id) || id < 0 || id >= tokenBytes.length) {
      throw new RequestError('invalid_request', `Stop token ${id} is not a token id of a vocabulary of ${tokenBytes.length} tokens.`);
    }
  }
  const stops = new Set(options.stopTokenIds);
  const written = tokenBytes.map((bytes, id) => (stops.has(id) ? new Uint8Array(0) : bytes));
  const sorted = sortTokens(written);
  const trie = buildTokenTrie(written, sorted.ids, sorted.sameBytes);
  const firstNode = new Int32Array(256).fill(-1);
  for (let node = 0; node < trie.nodeCount; node = trie.end[node]!) firstNode[trie.byte[node]!] = node;
  const singleByteToken = firstNode.map((node) => (node < 0 ? -1 : trie.token[node]!));
  const vocabulary: TrieVocabulary = {
    size: tokenBytes.length,
    maskWords: Math.ceil(tokenBytes.length / 32),
    stopTokenIds: [...stops],
    trie,
    sliced: sliceTokens(written, sorted, trie),
    tokenBytes: written,
    writable: writableCharacters(written),
    firstNode,
    singleByteToken,
  };
  return vocabulary;
}

/** Recognises what `createVocabulary` made. */
export function trieVocabulary(vocabulary: Vocabulary): TrieVocabulary {
  if (!('trie' in vocabulary)) throw new GrammarError('invalid_request', 'A vocabulary must come from createVocabulary().');
  return vocabulary as TrieVocabulary;
}
