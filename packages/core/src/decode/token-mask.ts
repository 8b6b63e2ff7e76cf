import { DecodeError } from '../errors/index.js';

/** 32-bit words of a token mask. */
export const maskWords = (vocabSize: number): number => Math.ceil(vocabSize / 32);

export const hasToken = (mask: Uint32Array, token: number): boolean => (mask[token >> 5]! & (1 << (token & 31))) !== 0;

export function isEmptyMask(mask: Uint32Array): boolean {
  for (let word = 0; word < mask.length; word++) if (mask[word] !== 0) return false;
  return true;
}

/** @returns the lowest token at or after `from` that is set, or -1 */
export function nextToken(mask: Uint32Array, from: number): number {
  let word = from >> 5;
  if (word >= mask.length) return -1;
  let bits = mask[word]! & (-1 << (from & 31));
  while (bits === 0) {
    if (++word >= mask.length) return -1;
    bits = mask[word]!;
  }
  return (word << 5) + (31 - Math.clz32(bits & -bits));
}

export function assertMaskFits(words: number, vocabSize: number): void {
  if (words === maskWords(vocabSize)) return;
  throw new DecodeError('token_mask_size_mismatch', `a mask of ${words} words for ${vocabSize} tokens`, { details: { words, vocabSize } });
}
