import type { ErrorCode } from './codes.js';

const brand = Symbol.for('maaza.error');

/** Evidence that travels with an error: plain JSON, safe to show to the caller. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface MaazaErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * Base of every error that a caller may want to catch. `code` is stable and the same word in the library, the CLI and the API;
 * the message may improve. See docs/errors.md.
 */
export class MaazaError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: MaazaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
    Object.defineProperty(this, brand, { value: true });
  }

  /** Recognises errors of another installed copy of core too, which `instanceof` does not. */
  static isInstance(value: unknown): value is MaazaError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true;
  }
}
