import { RequestError } from '../errors/index.js';
import { identifyDocument } from './read-draft.js';
import { renderDraft } from './render-draft.js';
import { type PageImage, type RenderPagesOptions, resolveRenderOptions } from './render-options.js';
import { limitTime } from './time-limit.js';
import { canReadInWorker, renderInWorker } from './worker/worker-client.js';

/**
 * Makes images of the pages of a PDF or of an image file, for people to see where on a page a value stands: boxes that `readDocument` gives, as shares of
 * their page's size, are shares of its image.
 * @param bytes - the file; neither changed nor kept
 * @throws {RequestError} `invalid_request`
 * @throws {DocumentError} `unreadable_document`, for kinds without pages too
 * @throws {DependencyError} `dependency_not_installed` with the command that adds what makes the images
 * @throws {AbortedError} `aborted`, `timeout`
 */
export async function renderPages(bytes: Uint8Array, options?: RenderPagesOptions): Promise<readonly PageImage[]> {
  if (!(bytes instanceof Uint8Array))
    throw new RequestError('invalid_request', 'a document is given as a Uint8Array', { details: { option: 'bytes' } });
  const { rendering, isolation, signal: outer } = resolveRenderOptions(options);
  const { signal, release } = limitTime(rendering.limits.timeoutMs, outer);
  try {
    signal.throwIfAborted();
    const { type } = await identifyDocument(bytes, { limits: rendering.limits });
    return isolation === 'worker' && canReadInWorker()
      ? await renderInWorker({ bytes, type, rendering }, signal)
      : await renderDraft(bytes, type, rendering, signal);
  } finally {
    release();
  }
}
