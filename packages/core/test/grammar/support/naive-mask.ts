import type { Matcher } from '../../../src/grammar/types.js';
import { crossesLexemeBorder, type LexicalState } from './lexemes.js';
import type { TokenTable } from './vocabularies.js';

export function isSet(mask: Uint32Array, tokenId: number): boolean {
  return ((mask[tokenId >> 5]! >>> (tokenId & 31)) & 1) === 1;
}

export function maskOf(matcher: Matcher, tokens: TokenTable): Uint32Array {
  const mask = new Uint32Array(Math.ceil(tokens.tokenBytes.length / 32)).fill(0xdeadbeef);
  matcher.fillTokenMask(mask);
  return mask;
}

export function allowedIds(mask: Uint32Array, size: number): number[] {
  const ids: number[] = [];
  for (let word = 0; word < mask.length; word++) {
    if (mask[word] === 0) continue;
    for (let id = word * 32; id < Math.min(size, word * 32 + 32); id++) if (isSet(mask, id)) ids.push(id);
  }
  return ids;
}

/** The mask as a matcher over single bytes defines it: a token may come where its bytes, one after the other, may come. */
export function maskByTryingEveryToken(byteMatcher: Matcher, tokens: TokenTable): Set<number> {
  const allowed = new Set<number>();
  tokens.tokenBytes.forEach((bytes, id) => {
    if (bytes.length === 0) return;
    let taken = 0;
    while (taken < bytes.length && byteMatcher.acceptToken(bytes[taken]!)) taken++;
    if (taken === bytes.length) allowed.add(id);
    byteMatcher.rollback(taken);
  });
  if (byteMatcher.isComplete()) for (const id of tokens.stopTokenIds) allowed.add(id);
  return allowed;
}

/** What `tokenBoundary: 'lexeme'` must leave of a mask. Stop tokens have no bytes and stay. */
export function withoutCrossingTokens(ids: Iterable<number>, tokens: TokenTable, state: LexicalState): Set<number> {
  const kept = new Set<number>();
  for (const id of ids) if (!crossesLexemeBorder(state, tokens.tokenBytes[id]!)) kept.add(id);
  return kept;
}

/** The forced text as single bytes show it: as long as one byte is the only way on and the text may not end here. */
export function forcedTextByBytes(byteMatcher: Matcher, limitBytes = 4096): string {
  const mask = new Uint32Array(9);
  const forced: number[] = [];
  while (forced.length < limitBytes && !byteMatcher.isComplete()) {
    byteMatcher.fillTokenMask(mask);
    const ids = allowedIds(mask, 256);
    if (ids.length !== 1 || !byteMatcher.acceptToken(ids[0]!)) break;
    forced.push(ids[0]!);
  }
  byteMatcher.rollback(forced.length);
  // A forced head of a character is no text yet: the same head may lead to several characters.
  return new TextDecoder().decode(Uint8Array.from(forced), { stream: true });
}
