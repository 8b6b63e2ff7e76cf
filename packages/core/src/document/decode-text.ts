import { libraries } from './libraries.js';
import { decodeUnicode } from './unicode-text.js';
import { unreadable } from './unreadable.js';

/** Bytes that stand in no text of any encoding, as a share of the beginning, from which on it is no text. */
const BINARY_SHARE = 0.01;

function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 8192);
  const odd = sample.filter((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27).length;
  return odd > BINARY_SHARE * sample.length;
}

/** What a web page or XML says about itself in its first bytes. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 2048)).toString('latin1');
  const isMarkup = /^\s*<(?:\?xml|!doctype|!--|html|head)/i.test(start);
  return isMarkup ? /(?:<\?xml[^>]*encoding|<meta[^>]*charset)\s*=\s*["']?([\w-]+)/i.exec(start)?.[1] : undefined;
}

function decodeAs(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Decodes text in any encoding: Unicode with or without a byte order mark, what the document declares, or what its letters make most likely.
 * @throws {DocumentError} `unreadable_document` (`unsupported`) for bytes that are no text
 */
export async function decodeText(bytes: Uint8Array): Promise<string> {
  const unicode = decodeUnicode(bytes);
  if (unicode) return unicode.text;
  if (looksBinary(bytes)) throw unreadable('unsupported', 'is neither text nor of a kind that is read');
  const declared = declaredEncoding(bytes);
  const text = (declared && decodeAs(bytes, declared)) || (await libraries.decodeLegacyText(bytes))?.text;
  if (text === undefined) throw unreadable('unsupported', 'is in no encoding that is known');
  return text;
}
