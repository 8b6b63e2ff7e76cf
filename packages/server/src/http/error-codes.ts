import type { ErrorCode } from '@maaza/core';

/** One row of the table that errors of the server are answered from. */
interface ServerCodeRow {
  readonly status: number;
  readonly meaning: string;
  readonly remedy: string;
}

/** Codes that only the server has; all others are those of `@maaza/core`. docs/errors.md is generated from both. */
export const serverErrorCodes = {
  invalid_api_key: {
    status: 401,
    meaning: 'The request has no credential, or one that is unknown, revoked or expired.',
    remedy: 'Send `Authorization: Bearer sk_live_…`; make a new key where the old one is gone.',
  },
  invalid_credentials: { status: 401, meaning: 'E-mail address and password do not belong together.', remedy: 'Check both.' },
  invalid_token: {
    status: 401,
    meaning: 'A login token is expired, forged, or its session has ended. A refresh token that is used twice ends its session.',
    remedy: 'Refresh it, or log in again.',
  },
  permission_denied: {
    status: 403,
    meaning: 'The credential is good, but not for this: a scope is missing, or it is a test key.',
    remedy: 'Use a key with the scope in `details.scope`.',
  },
  not_found: { status: 404, meaning: 'There is no such thing, or it belongs to another account.', remedy: 'Check path and id.' },
  method_not_allowed: { status: 405, meaning: 'The path exists, the method does not.', remedy: 'See the header `Allow`.' },
  conflict: { status: 409, meaning: 'It exists already.', remedy: 'Choose another e-mail address.' },
  idempotency_in_progress: {
    status: 409,
    meaning: 'A request with the same Idempotency-Key is under way.',
    remedy: 'Repeat it after `Retry-After`; the answer is then replayed.',
  },
  idempotency_key_reused: {
    status: 422,
    meaning: 'The Idempotency-Key was used before with another request.',
    remedy: 'Take a new key for a new request.',
  },
  payload_too_large: {
    status: 413,
    meaning: 'The body is larger than the server takes.',
    remedy: 'Send less; `details.limit` holds the bytes.',
  },
  unsupported_media_type: { status: 415, meaning: 'The body is not JSON in UTF-8.', remedy: 'Send `Content-Type: application/json`.' },
  rate_limit_exceeded: { status: 429, meaning: 'Too many requests in a short time.', remedy: 'Wait for `Retry-After` seconds.' },
  quota_exceeded: {
    status: 402,
    meaning: "The month's extractions of the account are used up.",
    remedy: 'Wait for the next month (`details.resets_at`) or change the plan.',
  },
  overloaded: { status: 503, meaning: 'The queue is full, or the server is stopping.', remedy: 'Wait for `Retry-After` seconds.' },
  service_unavailable: {
    status: 503,
    meaning: 'Something that the server needs (database, Redis, model) does not answer.',
    remedy: 'Wait for `Retry-After` seconds; see `/healthz`.',
  },
  internal_error: { status: 500, meaning: 'A mistake in the server.', remedy: 'Report it with the request id.' },
} as const satisfies Record<string, ServerCodeRow>;

/** The HTTP status of each code of core. */
const coreStatus: Readonly<Record<ErrorCode, number>> = {
  invalid_request: 400,
  invalid_schema: 400,
  invalid_evaluation_data: 400,
  unsupported_schema: 400,
  schema_too_complex: 400,
  text_too_long: 400,
  unreadable_document: 422,
  model_not_installed: 404,
  schema_validation_failed: 422,
  aborted: 499,
  engine_unavailable: 503,
  timeout: 504,
  token_mask_size_mismatch: 500,
  extraction_failed: 500,
  model_damaged: 503,
  disposed: 503,
  dependency_not_installed: 503,
  store_unavailable: 503,
};

export type ServerErrorCode = ErrorCode | keyof typeof serverErrorCodes;

export const statusOf = (code: ServerErrorCode): number =>
  code in serverErrorCodes ? serverErrorCodes[code as keyof typeof serverErrorCodes].status : coreStatus[code as ErrorCode];

export const isServerErrorCode = (code: unknown): code is ServerErrorCode =>
  typeof code === 'string' && (Object.hasOwn(serverErrorCodes, code) || Object.hasOwn(coreStatus, code));

/** Every code that an answer can carry, in alphabetical order. */
export const allErrorCodes: readonly ServerErrorCode[] = [
  ...(Object.keys(serverErrorCodes) as ServerErrorCode[]),
  ...(Object.keys(coreStatus) as ServerErrorCode[]),
].sort();
