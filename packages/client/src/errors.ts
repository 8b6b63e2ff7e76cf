import type { ErrorCode } from './models.js';

interface ApiErrorFacts {
  readonly status: number;
  readonly code: ErrorCode | 'unknown';
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | undefined;
}

/** What the server answered instead of a result; `code` is stable, docs/errors.md lists them. */
export class MaazaApiError extends Error {
  override readonly name = 'MaazaApiError';
  readonly status: number;
  readonly code: ErrorCode | 'unknown';
  readonly details: Readonly<Record<string, unknown>>;
  /** to be told to whoever runs the server */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | undefined;

  constructor({ status, code, message, details, requestId, retryAfterSeconds }: ApiErrorFacts) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came: the server cannot be reached, or not in time. */
export class MaazaConnectionError extends Error {
  override readonly name = 'MaazaConnectionError';
}
