/**
 * UTF-16 offsets as offsets into the text's UTF-8 bytes. Lone surrogates count three bytes, as encoders write U+FFFD for them; an offset
 * inside a surrogate pair counts as before it.
 * @param offsets - in any order, each from 0 to `text.length`
 */
export function toByteOffsets(text: string, offsets: readonly number[]): number[] {
  return convert(text, offsets, (codePoint) => (codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4));
}

/** UTF-16 offsets as counts of code points; an offset inside a surrogate pair counts as before it. */
export function toCodePointOffsets(text: string, offsets: readonly number[]): number[] {
  return convert(text, offsets, () => 1);
}

/** One pass over the text for all offsets. */
function convert(text: string, offsets: readonly number[], lengthOf: (codePoint: number) => number): number[] {
  const rising = [...offsets.keys()].sort((a, b) => offsets[a]! - offsets[b]!);
  const converted = new Array<number>(offsets.length);
  let at = 0;
  let length = 0;
  for (const index of rising) {
    const offset = Math.min(offsets[index]!, text.length);
    while (at < offset) {
      const codePoint = text.codePointAt(at)!;
      const units = codePoint > 0xffff ? 2 : 1;
      if (at + units > offset) break;
      at += units;
      length += lengthOf(codePoint);
    }
    converted[index] = length;
  }
  return converted;
}
