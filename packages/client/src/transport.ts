import { MaazaApiError, MaazaConnectionError } from './errors.js';
import { readRetryAfter } from './retry-after.js';

export interface TransportOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly maxRetries: number;
  readonly maxRetryDelayMs: number;
  readonly timeoutMs: number;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Not now, but maybe soon; all else will be the same the next time. */
const isTransient = ({ status, code }: MaazaApiError) =>
  status === 429 || status === 502 || status === 503 || code === 'idempotency_in_progress';

const FIRST_DELAY_MS = 250;

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

async function toError(response: Response): Promise<MaazaApiError> {
  const text = await response.text();
  let error: Partial<MaazaApiError> = {};
  try {
    error = (JSON.parse(text) as { error?: Partial<MaazaApiError> }).error ?? {};
  } catch {
    // Something between us and the server answered: a proxy, say.
  }
  return new MaazaApiError({
    status: response.status,
    code: error.code ?? 'unknown',
    message: error.message ?? `the server answered ${response.status}`,
    details: error.details ?? {},
    requestId: response.headers.get('x-request-id'),
    retryAfterSeconds: readRetryAfter(response.headers.get('retry-after'), Date.now()),
  });
}

/**
 * Asks once, or again where that is safe and may help. A POST carries the same Idempotency-Key each time, so it is done once whatever happens on the way.
 * How long it waits is the server's word (`Retry-After`), else doubles; where the server wants a longer wait than `maxRetryDelayMs`, the error is given instead.
 */
export async function send<T>(options: TransportOptions, call: Call): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce<T>(options, call);
    } catch (error) {
      const delayMs = delayBefore(error, attempt, options);
      if (delayMs === undefined || call.signal?.aborted) throw error;
      await wait(delayMs, call.signal);
    }
  }
}

function delayBefore(error: unknown, attempt: number, { maxRetries, maxRetryDelayMs }: TransportOptions): number | undefined {
  if (attempt >= maxRetries) return undefined;
  const doubled = FIRST_DELAY_MS * 2 ** attempt * (0.5 + Math.random() / 2);
  if (error instanceof MaazaConnectionError) return Math.min(maxRetryDelayMs, doubled);
  if (!(error instanceof MaazaApiError) || !isTransient(error)) return undefined;
  if (error.retryAfterSeconds === undefined) return Math.min(maxRetryDelayMs, doubled);
  // A little more, so that many that were refused together do not come back together.
  const wanted = error.retryAfterSeconds * 1000 + Math.random() * 100;
  return error.retryAfterSeconds * 1000 <= maxRetryDelayMs ? wanted : undefined;
}

async function sendOnce<T>(options: TransportOptions, { method, path, query, body, idempotencyKey, signal }: Call): Promise<T> {
  const url = new URL(options.baseUrl + path);
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) url.searchParams.set(name, String(value));
  const timeout = AbortSignal.timeout(options.timeoutMs);
  let response: Response;
  try {
    response = await options.fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...(options.apiKey !== undefined && { authorization: `Bearer ${options.apiKey}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const what = timeout.aborted ? `no answer within ${options.timeoutMs} ms` : 'the server cannot be reached';
    throw new MaazaConnectionError(`${what}: ${url.origin}`, { cause });
  }
  if (!response.ok) throw await toError(response);
  return (await response.json()) as T;
}
