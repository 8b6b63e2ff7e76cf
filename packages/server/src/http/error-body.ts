import { MaazaError } from '@maaza/core';
import { z } from 'zod';
import { allErrorCodes, isServerErrorCode, type ServerErrorCode, statusOf } from './error-codes.js';
import { replySchema } from './named-schemas.js';
import { ServerError } from './server-error.js';

const types: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'quota_error',
  403: 'permission_error',
  404: 'not_found_error',
  409: 'conflict_error',
  429: 'rate_limit_error',
  499: 'aborted_error',
  503: 'unavailable_error',
};

/** The kind of an error, by its status. */
const typeOf = (status: number): string => types[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');

const code = z.enum(allErrorCodes as [ServerErrorCode, ...ServerErrorCode[]]);
const details = z.record(z.string(), z.unknown());

export const errorBody = replySchema('Error', z.object({ error: z.object({ type: z.string(), code, message: z.string(), details }) }));
export const problemBody = replySchema(
  'Problem',
  z
    .object({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code, details, instance: z.string() })
    .describe('RFC 9457'),
);

/** Internals stay inside: what was not meant for the caller is answered as a mistake of ours. */
export function toServerError(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  if (MaazaError.isInstance(error) && isServerErrorCode(error.code)) {
    return new ServerError(error.code, error.message, { details: error.details, cause: error });
  }
  if (isDatabaseAway(error))
    return new ServerError('service_unavailable', 'the database does not answer', { retryAfterSeconds: 2, cause: error });
  return new ServerError('internal_error', 'an internal error occurred', { cause: error });
}

/** Errors of the connection: Node's own, PostgreSQL's classes 08 (connection), 53 (resources), 57 (shutdown), SQLite's busy and I/O. */
function isDatabaseAway(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08\w{3}$|53\w{3}$|57\w{3}$|SQLITE_(BUSY|LOCKED|IOERR|FULL|CANTOPEN|READONLY))/.test(
      String(code),
    ) || /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool after/.test(String(message))
  );
}

export interface RenderedError {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function renderError(
  error: ServerError,
  { requestId, asProblem }: { readonly requestId: string; readonly asProblem: boolean },
): RenderedError {
  const status = statusOf(error.code);
  // A 5xx tells no more than that; what happened is in the log.
  const isOurs = status === 500;
  const shown = isOurs ? {} : error.details;
  const message = isOurs ? 'the request failed inside the server; its log has more under the request id' : error.message;
  const type = typeOf(status);
  const content = asProblem
    ? {
        type: `urn:maaza:error:${error.code}`,
        title: type.replaceAll('_', ' '),
        status,
        detail: message,
        code: error.code,
        details: shown,
        instance: `urn:maaza:request:${requestId}`,
      }
    : { error: { type, code: error.code, message, details: shown } };
  const retryAfter = error.retryAfterSeconds ?? (status === 503 || status === 429 ? 1 : undefined);
  return {
    status,
    contentType: asProblem ? 'application/problem+json' : 'application/json; charset=utf-8',
    headers: { ...error.headers, ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }) },
    body: JSON.stringify(content),
  };
}
