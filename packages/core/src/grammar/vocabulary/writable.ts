import { type CodePointSet, codePointSet } from '../../schema/regex/code-point-set.js';

const BACKSLASH = 0x5c;

/**
 * The characters that the tokens of a vocabulary can write one by one; `undefined` where that is all of them. Tokenizers that were trained
 * on bytes leave out bytes they never met: the lead bytes F1 and F2 of unassigned planes, mostly.
 */
export function writableCharacters(tokenBytes: readonly Uint8Array[]): CodePointSet | undefined {
  const isToken = new Uint8Array(256);
  for (const bytes of tokenBytes) if (bytes.length === 1) isToken[bytes[0]!] = 1;
  const hasAll = (first: number, last: number): boolean => {
    for (let byte = first; byte <= last; byte++) if (isToken[byte] === 0) return false;
    return true;
  };
  if (hasAll(0x20, 0xbf) && hasAll(0xc2, 0xf4)) return undefined;
  const ranges: [number, number][] = [];
  // Control characters are written as escapes.
  if (isToken[BACKSLASH] === 1) ranges.push([0, 0x1f]);
  for (let code = 0x20; code < 0x80; code++) if (isToken[code] === 1) ranges.push([code, code]);
  if (hasAll(0x80, 0xbf)) {
    for (let lead = 0xc2; lead <= 0xf4; lead++) if (isToken[lead] === 1) ranges.push(rangeOfLead(lead));
  }
  for (const bytes of tokenBytes) {
    const character = bytes.length > 1 && bytes.length <= 4 ? onlyCharacter(bytes) : undefined;
    if (character !== undefined) ranges.push([character, character]);
  }
  return codePointSet(ranges);
}

/** The code points whose UTF-8 begins with a byte (RFC 3629, section 4). */
function rangeOfLead(lead: number): [number, number] {
  if (lead < 0xe0) return [(lead & 0x1f) << 6, ((lead & 0x1f) << 6) + 0x3f];
  if (lead < 0xf0) return [Math.max(0x800, (lead & 0x0f) << 12), ((lead & 0x0f) << 12) + 0xfff];
  return [Math.max(0x10000, (lead & 0x07) << 18), Math.min(0x10ffff, ((lead & 0x07) << 18) + 0x3ffff)];
}

const fatalDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function onlyCharacter(bytes: Uint8Array): number | undefined {
  try {
    const [character, ...others] = fatalDecoder.decode(bytes);
    return others.length === 0 ? character!.codePointAt(0) : undefined;
  } catch {
    return undefined;
  }
}
