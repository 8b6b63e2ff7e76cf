import type { Matcher } from '../grammar/types.js';
import type { SourceText } from './source-text.js';

/** Start of a stretch → its furthest end at which the grammar lets the string close; byte offsets in the escaped source. */
export type ViableStretches = ReadonlyMap<number, number>;

/** Characters tried in all. Beyond it nothing is said: the search would block the event loop for longer than some 20 ms. */
const MAX_STEPS = 30_000;
/** Longest stretch that is followed, in characters: as long as an e-mail address may be. */
const MAX_LENGTH = 320;

const decoder = new TextDecoder();

/** The escaped text of one character, and where the next one begins. */
function unitAt(source: SourceText, from: number): { text: string; next: number } {
  let next = from + 1;
  while (next < source.bytes.length && !source.isBorder(next)) next++;
  const byte = source.bytes[from]!;
  const text = next === from + 1 ? String.fromCharCode(byte) : decoder.decode(source.bytes.subarray(from, next));
  return { text, next };
}

/**
 * Which stretches of the source the grammar takes as the content of the string that was just opened (a pattern or a format, say): with
 * them known beforehand, a value that is copied never runs into a dead end, and one that stands nowhere is known to be absent.
 * @param matcher - right after the opening quote; left as it was
 * @returns undefined where the search would take too long
 */
export function findViableStretches(source: SourceText, matcher: Matcher): ViableStretches | undefined {
  const found = new Map<number, number>();
  let steps = 0;
  for (let start = 0; start < source.bytes.length; start++) {
    if (!source.isBorder(start)) continue;
    let accepted = 0;
    let end = -1;
    for (let at = start; at < source.bytes.length && accepted < MAX_LENGTH; ) {
      const { text, next } = unitAt(source, at);
      steps++;
      if (!matcher.acceptText(text)) break;
      accepted++;
      at = next;
      if (matcher.acceptText('"')) {
        matcher.rollback(1);
        end = at;
      }
    }
    if (accepted > 0) matcher.rollback(accepted);
    if (end > start) found.set(start, end);
    if (steps > MAX_STEPS) return undefined;
  }
  return found;
}
