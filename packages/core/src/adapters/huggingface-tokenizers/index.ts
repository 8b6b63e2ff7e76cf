import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { ModelError } from '../../errors/index.js';
import { byteLevelAlphabet, byteLevelDecoder } from '../../tokenizer/byte-level.js';
import type { Tokenizer } from '../../tokenizer/tokenizer.js';

/** The members of a `tokenizer.json` that are read here. */
export interface TokenizerJson {
  readonly added_tokens: readonly { readonly id: number; readonly content: string }[];
  readonly model: { readonly type?: string; readonly vocab: Readonly<Record<string, number>> };
}

const encoder = new TextEncoder();

/**
 * Characters that the vocabulary has no bytes for would become the unknown token, which is a control token. They are replaced by
 * as many U+FFFD as they have UTF-16 units, so that offsets stay true.
 */
function createSanitizer(vocab: Readonly<Record<string, number>>): (text: string) => string {
  const missing = new Set(byteLevelAlphabet().flatMap((character, byte) => (character in vocab ? [] : [byte])));
  const control = [...missing].filter((byte) => byte < 0x80);
  const suspect = new RegExp(`[${control.map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}\u{10000}-\u{10ffff}]`, 'gu');
  return (text) =>
    text
      .toWellFormed()
      .replace(suspect, (character) =>
        encoder.encode(character).some((byte) => missing.has(byte)) ? '\uFFFD'.repeat(character.length) : character,
      );
}

/**
 * A tokenizer from a byte-level `tokenizer.json`, run by @huggingface/tokenizers.
 * @throws {ModelError} `model_damaged` where the file is not such a tokenizer
 */
export function createHuggingFaceTokenizer(json: TokenizerJson, vocabSize: number): Tokenizer {
  if (json.model?.vocab === undefined || json.added_tokens === undefined) {
    throw new ModelError('model_damaged', 'tokenizer.json is not a byte-level BPE tokenizer', { details: { file: 'tokenizer.json' } });
  }
  const control = new Map(json.added_tokens.map((token) => [token.content, token.id]));
  // Without its added tokens the library has no way to turn text into a control token.
  const plain = new HuggingFaceTokenizer({ ...json, added_tokens: [] }, {});
  const decode = byteLevelDecoder();
  const tokenBytes: Uint8Array[] = Array.from({ length: vocabSize }, () => new Uint8Array(0));
  const controlIds = new Set(control.values());
  for (const [token, id] of Object.entries(json.model.vocab)) if (!controlIds.has(id)) tokenBytes[id] = decode(token);
  const sanitize = createSanitizer(json.model.vocab);
  return {
    vocabSize,
    tokenBytes,
    encode: (text) => (text === '' ? [] : plain.encode(sanitize(text), { add_special_tokens: false }).ids),
    controlTokenId: (content) => control.get(content),
  };
}
