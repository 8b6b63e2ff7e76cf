import type { ErrorCode } from '@maaza/core';

/** What only the command line can find wrong; docs/cli.md explains each. */
export const cliErrorCodes = ['output_unwritable', 'output_in_use', 'batch_changed', 'internal_error'] as const;

/** Codes of `@maaza/core` (docs/errors.md), and those that only the command line has. */
export type CliErrorCode = ErrorCode | (typeof cliErrorCodes)[number];

interface CliErrorOptions {
  readonly details?: Readonly<Record<string, unknown>>;
  /** lines that show the place of the mistake, printed under the message */
  readonly excerpt?: string;
  readonly cause?: unknown;
}

/**
 * What the command line itself finds wrong. A class of its own, not core's `RequestError`, because importing core costs more time than
 * most commands need, and because errors of the runner process arrive as plain data.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly excerpt: string | undefined;

  constructor(code: CliErrorCode, message: string, options: CliErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.excerpt = options.excerpt;
  }
}

/** Wrong usage: an option, an argument, or two that do not go together. */
export const usageError = (message: string, details?: CliErrorOptions['details']) => new CliError('invalid_request', message, { details });

/** Ctrl-C. */
export const abortedError = () => new CliError('aborted', 'aborted');
