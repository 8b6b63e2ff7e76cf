import { readFile, stat } from 'node:fs/promises';
import type { DocumentType, MaazaDocument } from '@maaza/core/document';
import { abortedError, CliError } from '../../errors/cli-error.js';
import { atMost } from './at-most.js';
import { fileProblem } from './file-problem.js';

/** Each document that is read takes a thread and its memory; the model needs the rest of the machine. */
const oneOfTwo = atMost(2);

/** A file, or an attachment: bytes, and what a mail says that they are. */
export interface DocumentBytes {
  readonly bytes: Uint8Array;
  readonly type?: DocumentType;
}

/** A mail in a mail has few headers at times, so its mail is believed. */
export const typeOfAttachment = (mediaType: string): DocumentType | undefined => (mediaType === 'message/rfc822' ? 'eml' : undefined);

/** Reads a document; attachments stay as they are. */
export async function openDocument({ bytes, type }: DocumentBytes, signal?: AbortSignal): Promise<MaazaDocument> {
  const { readDocument } = await import('@maaza/core/document');
  return readDocument(bytes, { type, signal, attachments: 'bytes' });
}

/**
 * The text of a document of any kind that core reads: plain text, PDF, images, Office files, mails, web pages. The kind is told by content.
 * @param attachment - which of its attachments is meant, and which of that one's; empty: the file itself
 * @throws {CliError} `invalid_request` where the file cannot be read, `unreadable_document` where it is too large, `aborted`
 * @throws {MaazaError} `unreadable_document`, `dependency_not_installed`, `timeout`
 */
export function readDocumentText(path: string, attachment: readonly number[], signal: AbortSignal): Promise<string> {
  return oneOfTwo(async () => {
    if (signal.aborted) throw abortedError();
    let document: DocumentBytes = { bytes: await readDocumentBytes(path) };
    for (const number of attachment) {
      const found = (await openDocument(document, signal)).attachments[number];
      if (found?.bytes === undefined) throw new CliError('unreadable_document', `${path} has changed: an attachment is gone`);
      document = { bytes: found.bytes, type: typeOfAttachment(found.mediaType) };
    }
    return (await openDocument(document, signal)).text;
  });
}

/** @throws {CliError} `invalid_request` where the file cannot be read, `unreadable_document` where it is too large */
export async function readDocumentBytes(path: string): Promise<Uint8Array> {
  const { defaultDocumentLimits } = await import('@maaza/core/document');
  const { maxBytes } = defaultDocumentLimits;
  try {
    const { size } = await stat(path);
    if (size > maxBytes)
      throw new CliError('unreadable_document', `${path} has ${size} bytes; the limit is ${maxBytes}`, { details: { size, maxBytes } });
    return await readFile(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}
