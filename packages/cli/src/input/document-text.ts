import type { MaazaDocument } from '@maaza/core/document';
import { abortedError, CliError } from '../errors/cli-error.js';
import { isKnownCode } from '../errors/exit-codes.js';
import { MAX_DOCUMENT_BYTES, MAX_INPUT_BYTES, readFileBytes, tooLong, tryDecodeText } from './read-bytes.js';

/** A text, and the document that it was read from, with its bytes, where it was not a text already. */
export interface SourceText {
  readonly text: string;
  readonly document?: MaazaDocument;
  readonly bytes?: Uint8Array;
}

/** Beginnings of web pages and mails, and of kinds that are no text though their bytes are; most texts begin otherwise. */
const MAY_BE_MORE_THAN_TEXT = /^\s*(?:<|%PDF-|%!PS|\{\\rtf)|^(?:From |[A-Za-z][A-Za-z0-9-]*:[ \t])/;

async function readAsDocument(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<MaazaDocument> {
  // Loaded for documents alone: a text should not wait for it.
  const { readDocument } = await import('@maaza/core/document');
  try {
    // Attachments are named, not read.
    return await readDocument(bytes, { signal, attachments: 'bytes' });
  } catch (error) {
    if (signal.aborted) throw abortedError();
    const { code, message, details, stack } = error as { code?: unknown; message: string; details?: CliError['details']; stack?: string };
    const known = new CliError(isKnownCode(code) ? code : 'internal_error', `cannot read ${name}: ${message}`, {
      details: { ...details, file: name },
    });
    if (stack !== undefined) known.stack = stack;
    throw known;
  }
}

/**
 * The text of a file of any kind: UTF-8 as it is, anything else through the reader of its kind, which is found out from the bytes.
 * @param name - for messages
 * @throws {CliError} `unreadable_document`, `dependency_not_installed`, `text_too_long`, `timeout`, `aborted`
 */
export async function textOfBytes(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<SourceText> {
  const text = tryDecodeText(bytes);
  if (text !== undefined && !MAY_BE_MORE_THAN_TEXT.test(text.slice(0, 1024))) return plainText(text, bytes, name);
  const document = await readAsDocument(bytes, name, signal);
  const isTextAlready = text !== undefined && document.type !== 'html' && document.type !== 'eml' && document.type !== 'pdf';
  return isTextAlready ? plainText(text, bytes, name) : { text: document.text, document, bytes };
}

function plainText(text: string, bytes: Uint8Array, name: string): SourceText {
  if (bytes.length > MAX_INPUT_BYTES) throw tooLong(name, MAX_INPUT_BYTES);
  return { text };
}

/**
 * The text of a document file.
 * @throws {CliError} `invalid_request` where the file cannot be opened, and as `textOfBytes`
 */
export async function readDocumentFile(path: string, signal: AbortSignal): Promise<SourceText> {
  return textOfBytes(await readFileBytes(path, signal, MAX_DOCUMENT_BYTES), path, signal);
}
