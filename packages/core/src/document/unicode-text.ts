/** Decodes UTF-32, which `TextDecoder` does not know. No text where a unit is no character. */
function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: string[] = [];
  for (let start = 0; start < bytes.length; start += 16_384) {
    const points: number[] = [];
    for (let at = start; at < Math.min(start + 16_384, bytes.length); at += 4) {
      const point = view.getUint32(at, isLittleEndian);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
      points.push(point);
    }
    chunks.push(String.fromCodePoint(...points));
  }
  return chunks.join('');
}

function decode(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const startsWith = (bytes: Uint8Array, ...values: readonly number[]) => values.every((value, index) => bytes[index] === value);

/** Shares of zero bytes at each place modulo 4: text in Latin letters shows its encoding there. */
function zeroShares(bytes: Uint8Array): readonly number[] {
  const sample = Math.min(bytes.length & ~3, 4096);
  const zeros = [0, 0, 0, 0];
  for (let at = 0; at < sample; at++) if (bytes[at] === 0) zeros[at & 3]!++;
  return zeros.map((count) => (sample === 0 ? 0 : (4 * count) / sample));
}

const withoutMark = (text: string | undefined) => (text?.startsWith('\ufeff') ? text.slice(1) : text);

/**
 * Decodes UTF-8, UTF-16 and UTF-32, with a byte order mark or without. No text for anything else, a control character that no text holds
 * included, so binary data is not taken for text.
 */
export function decodeUnicode(bytes: Uint8Array): { readonly text: string; readonly encoding: string } | undefined {
  const found = readUnicode(bytes);
  return found?.text === undefined ? undefined : { text: found.text, encoding: found.encoding };
}

function readUnicode(bytes: Uint8Array): { readonly text: string | undefined; readonly encoding: string } | undefined {
  const as = (encoding: string, text: string | undefined) => ({ encoding, text: withoutMark(text) });
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return as('utf-8', decode(bytes, 'utf-8'));
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) && bytes.length % 4 === 0) return as('utf-32le', decodeUtf32(bytes, true));
  if (startsWith(bytes, 0, 0, 0xfe, 0xff)) return as('utf-32be', decodeUtf32(bytes, false));
  if (startsWith(bytes, 0xff, 0xfe)) return as('utf-16le', decode(bytes, 'utf-16le'));
  if (startsWith(bytes, 0xfe, 0xff)) return as('utf-16be', decode(bytes, 'utf-16be'));
  const [first, second, third, fourth] = zeroShares(bytes) as [number, number, number, number];
  if (third > 0.7 && fourth > 0.9) return as('utf-32le', decodeUtf32(bytes, true));
  if (first > 0.9 && second > 0.7) return as('utf-32be', decodeUtf32(bytes, false));
  if (second > 0.4 && fourth > 0.4 && first < 0.05 && third < 0.05) return as('utf-16le', decode(bytes, 'utf-16le'));
  if (first > 0.4 && third > 0.4 && second < 0.05 && fourth < 0.05) return as('utf-16be', decode(bytes, 'utf-16be'));
  return as('utf-8', decode(bytes, 'utf-8'));
}
