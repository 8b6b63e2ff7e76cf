import { AbortedError } from '../errors/index.js';

interface TimeLimit {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** A signal that aborts with the caller's, or when the time is up; the reason is the error to throw. */
export function limitTime(timeoutMs: number, outer: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const onAbort = () => controller.abort(new AbortedError('aborted', 'reading the document was aborted', { cause: outer?.reason }));
  const onTimeout = () =>
    controller.abort(
      new AbortedError('timeout', `the document was not read within ${timeoutMs} ms`, { details: { limit: 'timeoutMs', timeoutMs } }),
    );
  if (outer?.aborted) onAbort();
  outer?.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(onTimeout, timeoutMs);
  const release = () => {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  };
  return { signal: controller.signal, release };
}
