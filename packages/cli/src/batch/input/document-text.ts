import { decodeText, readFileBytes } from '../../input/read-bytes.js';

/**
 * The text of a document. The one place that knows how files become text.
 * @throws {CliError} `invalid_request`, `text_too_long`, `aborted`
 */
export async function readDocumentText(path: string, signal: AbortSignal): Promise<string> {
  return decodeText(await readFileBytes(path, signal), path);
}
