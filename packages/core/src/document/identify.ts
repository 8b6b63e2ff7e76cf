import { decodeText } from './decode-text.js';
import { detectBinary, detectTextType } from './detect-type.js';
import type { DocumentLimits } from './limits.js';
import { detectZip } from './readers/zip-parts.js';
import type { DocumentType } from './types.js';
import { unreadable } from './unreadable.js';

/** What a document is; of the kinds that are text, with the text. */
export interface Identity {
  readonly type: DocumentType;
  readonly text?: string;
}

const BINARY_TYPES: ReadonlySet<DocumentType> = new Set(['pdf', 'png', 'jpeg', 'webp', 'tiff', 'docx', 'xlsx', 'ods']);

/** The names of two streams of an encrypted Office file, in the encoding of its folder. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

function refuseOle(bytes: Uint8Array): never {
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(ENCRYPTED_STREAM))
    throw unreadable('encrypted', 'is an Office file that needs a password');
  throw unreadable('unsupported', 'is a file of Office 97 to 2003; save it as DOCX, XLSX or PDF');
}

async function identifyBinary(bytes: Uint8Array, limits: DocumentLimits): Promise<DocumentType | undefined> {
  const kind = detectBinary(bytes);
  if (kind === undefined) return undefined;
  if ('type' in kind) return kind.type;
  if ('unsupported' in kind) throw unreadable('unsupported', `is of a kind that is not read: ${kind.unsupported}`);
  if (kind.container === 'ole') return refuseOle(bytes);
  const found = await detectZip(bytes, limits);
  if (typeof found === 'string') return found;
  if (found.unsupported === 'encrypted') throw unreadable('encrypted', 'is a workbook that needs a password');
  throw unreadable('unsupported', `is ${found.unsupported}`);
}

/**
 * Finds out from its bytes what a document is.
 * @param wanted - what the caller says it is; a kind that is text is taken at its word
 * @throws {DocumentError} `unreadable_document`
 */
export async function identify(bytes: Uint8Array, limits: DocumentLimits, wanted?: DocumentType): Promise<Identity> {
  const binary = await identifyBinary(bytes, limits);
  if (wanted !== undefined && (binary ?? 'text') !== (BINARY_TYPES.has(wanted) ? wanted : 'text'))
    throw unreadable('broken', `is no ${wanted}, but ${binary ?? 'text or something unknown'}`, { wanted, found: binary ?? null });
  if (binary) return { type: binary };
  const text = await decodeText(bytes);
  return { type: wanted ?? detectTextType(text), text };
}
