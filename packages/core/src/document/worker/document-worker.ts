/** The thread that foreign parsers run on. Reads one document at a time; stopped from outside by ending it. */
import { parentPort } from 'node:worker_threads';
import { MaazaError } from '../../errors/index.js';
import type { AttachmentDraft, DocumentDraft } from '../document-builder.js';
import { readDraft } from '../read-draft.js';
import type { PlainError, ReadOutcome, ReadTask } from './messages.js';

function toPlainError(error: unknown): PlainError {
  const { message } = error as Error;
  if (!MaazaError.isInstance(error)) return { message: String(message ?? error) };
  return { code: error.code, message, details: error.details };
}

function plainAttachments(draft: DocumentDraft): DocumentDraft {
  const plain = (attachment: AttachmentDraft): AttachmentDraft => ({
    ...attachment,
    ...(attachment.draft ? { draft: plainAttachments(attachment.draft) } : { error: toPlainError(attachment.error) }),
  });
  return { ...draft, attachments: draft.attachments.map(plain) };
}

/** Ending the thread is what aborts a task. */
const never = new AbortController().signal;

parentPort!.on('message', async ({ bytes, identity, settings }: ReadTask) => {
  let outcome: ReadOutcome;
  try {
    outcome = { draft: plainAttachments(await readDraft(bytes, identity, settings, never)) };
  } catch (error) {
    outcome = { error: toPlainError(error) };
  }
  parentPort!.postMessage(outcome);
});
