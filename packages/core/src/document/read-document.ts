import { RequestError } from '../errors/index.js';
import { toDocument } from './document-builder.js';
import { type ReadDocumentOptions, resolveReadOptions } from './options.js';
import { identifyDocument, isPlain, readDraft } from './read-draft.js';
import { limitTime } from './time-limit.js';
import type { MaazaDocument } from './types.js';
import { canReadInWorker, readInWorker, reviveError } from './worker/worker-client.js';

/**
 * Reads a document of any common kind as text, with a map from the text back to the places on its pages. What the document is, is found out from its
 * bytes. The result goes into `extractJson` as it is.
 * @param bytes - the file; neither changed nor kept
 * @throws {RequestError} `invalid_request`
 * @throws {DocumentError} `unreadable_document`: encrypted, broken, of a kind that is not read, or over a limit
 * @throws {DependencyError} `dependency_not_installed` with the command that adds the reader
 * @throws {AbortedError} `aborted`, `timeout`
 */
export async function readDocument(bytes: Uint8Array, options?: ReadDocumentOptions): Promise<MaazaDocument> {
  if (!(bytes instanceof Uint8Array))
    throw new RequestError('invalid_request', 'a document is given as a Uint8Array', { details: { option: 'bytes' } });
  const { settings, isolation, signal: outer } = resolveReadOptions(options);
  const { signal, release } = limitTime(settings.limits.timeoutMs, outer);
  try {
    signal.throwIfAborted();
    const identity = await identifyDocument(bytes, settings);
    const isForeign = !isPlain(identity.type);
    const draft =
      isForeign && isolation === 'worker' && canReadInWorker()
        ? await readInWorker({ bytes, identity, settings }, signal)
        : await readDraft(bytes, identity, settings, signal);
    return toDocument(draft, reviveError);
  } finally {
    release();
  }
}
