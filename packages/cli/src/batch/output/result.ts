import type { Extraction, ExtractionError } from '@maaza/core';
import type { RunFailure } from '../../runner/messages.js';
import type { RowStatus } from '../journal/records.js';

/** What came of one row. */
export type Outcome =
  | { readonly extraction: Extraction; readonly failure?: undefined }
  | { readonly failure: RunFailure; readonly extraction?: undefined };

/**
 * What is kept of it. Nothing here depends on when, how fast, or by which way an answer came, so that a run which was interrupted gives the
 * same bytes as one that was not.
 */
export type Result =
  | {
      readonly id: string | number;
      readonly valid: boolean;
      readonly data: unknown;
      readonly errors: readonly ExtractionError[];
      /** only with `--explain` */
      readonly fields?: Extraction['fields'];
    }
  | { readonly id: string | number; readonly error: Failure };

export interface Failure {
  readonly code: string;
  readonly message: string;
}

export function toResult(id: string | number, { extraction, failure }: Outcome, isExplained: boolean): Result {
  if (failure !== undefined) return { id, error: { code: failure.code, message: failure.message } };
  const { valid, data, errors, fields } = extraction!;
  return { id, valid, data, errors, ...(isExplained ? { fields } : {}) };
}

export const statusOfResult = (result: Result): RowStatus => ('error' in result ? 'failed' : result.valid ? 'valid' : 'invalid');

/** One line of the file of failures. */
export const failureLine = (id: string | number, { code, message }: Failure) => `${JSON.stringify({ id, code, message })}\n`;
