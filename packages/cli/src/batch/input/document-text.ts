import { readFile, stat } from 'node:fs/promises';
import { abortedError, CliError } from '../../errors/cli-error.js';
import { atMost } from './at-most.js';
import { fileProblem } from './file-problem.js';

/** Each document that is read takes a thread and its memory; the model needs the rest of the machine. */
const oneOfTwo = atMost(2);

/**
 * The text of a document of any kind that core reads: plain text, PDF, images, Office files, mails, web pages. The kind is told by content.
 * @throws {CliError} `invalid_request` where the file cannot be read, `unreadable_document` where it is too large, `aborted`
 * @throws {MaazaError} `unreadable_document`, `dependency_not_installed`, `timeout`
 */
export function readDocumentText(path: string, signal: AbortSignal): Promise<string> {
  return oneOfTwo(async () => {
    if (signal.aborted) throw abortedError();
    const { defaultDocumentLimits, readDocument } = await import('@maaza/core/document');
    const { text } = await readDocument(await readBytes(path, defaultDocumentLimits.maxBytes), { signal });
    return text;
  });
}

async function readBytes(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes)
      throw new CliError('unreadable_document', `${path} has ${size} bytes; the limit is ${maxBytes}`, { details: { size, maxBytes } });
    return await readFile(path);
  } catch (error) {
    throw fileProblem(path, error);
  }
}
