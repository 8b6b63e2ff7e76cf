/**
 * Byte-level BPE writes each byte as one printable character. Printable Latin-1 bytes stand for themselves; the others are numbered
 * from U+0100 on, in order. As in GPT-2 (Radford et al. 2019) and every tokenizer derived from it.
 */
function isPrintableLatin1(byte: number): boolean {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
}

/** @returns the character that stands for each byte, 256 entries */
export function byteLevelAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrintableLatin1(byte) ? byte : next++));
}

/** @returns the bytes that a token of a byte-level vocabulary stands for */
export function byteLevelDecoder(): (token: string) => Uint8Array {
  const byteOf = new Map(byteLevelAlphabet().map((character, byte) => [character, byte]));
  return (token) => Uint8Array.from(token, (character) => byteOf.get(character) ?? 0);
}
