import { open } from 'node:fs/promises';
import { type DocumentBytes, openDocument, readDocumentBytes, typeOfAttachment } from './document-text.js';
import type { DocumentFile, RawRow } from './raw-row.js';

/** How a mail begins: only what does is looked into. */
const HEADER = /^\s*(?:From |[A-Za-z][A-Za-z0-9-]*:[ \t])/;
const HEAD_BYTES = 256;

const mayBeMail = (head: Uint8Array) => HEADER.test(Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1'));

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

/**
 * One row for each attachment of a mail, and of the mails in it: `mail.eml#1-invoice.pdf`, `mail.eml#2-forwarded.eml#1-photo.jpg`. They are listed, not read; what
 * cannot be read as a mail has none, and fails when its own turn comes.
 * @throws {MaazaError} what is not the fault of the file: `dependency_not_installed`, `timeout`
 */
export async function* attachmentRows(place: string, file: DocumentFile): AsyncGenerator<RawRow> {
  const { defaultDocumentLimits } = await import('@maaza/core/document');
  const { maxAttachments, maxNesting } = defaultDocumentLimits;
  let count = 0;
  const problem = (what: string): RawRow => ({
    place: `${place}#attachments`,
    columns: { path: `${place}#attachments`, name: 'attachments' },
    problem: { code: 'unreadable_document', message: `${what}; those before it are read` },
  });
  async function* rowsOf(mail: DocumentBytes, mailPlace: string, steps: readonly number[]): AsyncGenerator<RawRow> {
    const { type, attachments } = await openDocument(mail);
    if (type !== 'eml') return;
    if (attachments.length > 0 && steps.length >= maxNesting) {
      yield problem(`mails are nested more than ${maxNesting} deep`);
      return;
    }
    for (const [number, { name, mediaType, bytes }] of attachments.entries()) {
      if (++count > maxAttachments) {
        if (count === maxAttachments + 1) yield problem(`there are more than ${maxAttachments} attachments`);
        return;
      }
      const attachment = [...steps, number];
      const id = `${mailPlace}#${number + 1}-${name}`;
      const size = bytes!.length;
      yield { place: id, columns: { path: id, name, size }, document: { ...file, size, attachment } };
      const document = { bytes: bytes!, type: typeOfAttachment(mediaType) };
      if (document.type === 'eml' || mayBeMail(bytes!)) yield* ignoreUnreadable(rowsOf(document, id, attachment));
    }
  }
  yield* ignoreUnreadable(
    (async function* () {
      if (mayBeMail(await readHead(file.path))) yield* rowsOf({ bytes: await readDocumentBytes(file.path) }, place, []);
    })(),
  );
}

async function* ignoreUnreadable(rows: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  try {
    yield* rows;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'dependency_not_installed' || code === 'timeout') throw error;
  }
}
