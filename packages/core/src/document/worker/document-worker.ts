/** The thread that foreign parsers run on. Works on one document at a time; stopped from outside by ending it. */
import { parentPort } from 'node:worker_threads';
import { MaazaError } from '../../errors/index.js';
import type { AttachmentDraft, DocumentDraft } from '../document-builder.js';
import { readDraft } from '../read-draft.js';
import { renderDraft } from '../render-draft.js';
import type { Outcome, PlainError, ReadResult, ReadTask, RenderResult, RenderTask } from './messages.js';

function toPlainError(error: unknown): PlainError {
  const { message } = error as Error;
  if (!MaazaError.isInstance(error)) return { message: String(message ?? error) };
  return { code: error.code, message, details: error.details };
}

function plainAttachments(draft: DocumentDraft): DocumentDraft {
  const plain = (attachment: AttachmentDraft): AttachmentDraft => {
    if (attachment.bytes) return attachment;
    return attachment.draft
      ? { ...attachment, draft: plainAttachments(attachment.draft) }
      : { ...attachment, error: toPlainError(attachment.error) };
  };
  return { ...draft, attachments: draft.attachments.map(plain) };
}

/** Ending the thread is what aborts a task. */
const never = new AbortController().signal;

async function perform(task: ReadTask | RenderTask): Promise<ReadResult | RenderResult> {
  if ('rendering' in task) return renderDraft(task.bytes, task.type, task.rendering, never);
  return plainAttachments(await readDraft(task.bytes, task.identity, task.settings, never));
}

parentPort!.on('message', async (task: ReadTask | RenderTask) => {
  let outcome: Outcome<ReadResult | RenderResult>;
  try {
    outcome = { result: await perform(task) };
  } catch (error) {
    outcome = { error: toPlainError(error) };
  }
  parentPort!.postMessage(outcome);
});
