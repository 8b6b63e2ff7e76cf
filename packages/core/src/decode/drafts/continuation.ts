import type { SourceText } from '../source-text.js';

const decoder = new TextDecoder();
/** Characters that a value seldom goes past, as they stand in a JSON string. */
const borderBytes = new Set(new TextEncoder().encode(',;()[]{}|<>"\\\t'));
const SPACE = 0x20;
const FULL_STOP = 0x2e;
const MAX_BYTES = 160;

const isSpaceAt = (bytes: Uint8Array, at: number) => at >= bytes.length || bytes[at] === SPACE || bytes[at] === 0x5c;

/**
 * The stretch of the source from `from` on that a value is likely to be made of, as it stands in a JSON string: up to a line's end, a
 * comma, a bracket, two spaces, or the full stop of a sentence.
 * @param from - byte offset in the escaped source, on a character border
 */
export function likelyStretch({ bytes }: SourceText, from: number): string {
  const end = Math.min(bytes.length, from + MAX_BYTES);
  let at = from;
  while (at < end && !borderBytes.has(bytes[at]!)) {
    if (bytes[at] === SPACE && isSpaceAt(bytes, at + 1)) break;
    if (bytes[at] === FULL_STOP && isSpaceAt(bytes, at + 1)) break;
    at++;
  }
  // The limit may cut a character in two.
  while (at > from && at < bytes.length && (bytes[at]! & 0xc0) === 0x80) at--;
  return decoder.decode(bytes.subarray(from, at)).trimEnd();
}
