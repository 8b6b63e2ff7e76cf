import type { CliErrorCode } from './cli-error.js';

/** What the process tells its caller. docs/cli.md lists the same. */
export const EXIT = {
  ok: 0,
  /** the work itself failed */
  failed: 1,
  /** wrong usage, or an input that cannot be worked on */
  badInput: 2,
  /** the result does not fit the schema, and `--strict` was given */
  invalidResult: 3,
  /** a batch is done, but not every row has a result */
  someFailed: 4,
  /** 128 + SIGINT, as shells count it */
  aborted: 130,
} as const;

/** The exit code of each error code. A test checks that no code of core is missing. */
export const exitCodes: Readonly<Record<CliErrorCode, number>> = {
  invalid_request: EXIT.badInput,
  invalid_schema: EXIT.badInput,
  invalid_evaluation_data: EXIT.badInput,
  unsupported_schema: EXIT.badInput,
  schema_too_complex: EXIT.badInput,
  text_too_long: EXIT.badInput,
  unreadable_document: EXIT.badInput,
  schema_validation_failed: EXIT.invalidResult,
  aborted: EXIT.aborted,
  token_mask_size_mismatch: EXIT.failed,
  model_not_installed: EXIT.failed,
  model_damaged: EXIT.failed,
  extraction_failed: EXIT.failed,
  engine_unavailable: EXIT.failed,
  timeout: EXIT.failed,
  disposed: EXIT.failed,
  dependency_not_installed: EXIT.failed,
  store_unavailable: EXIT.failed,
  output_unwritable: EXIT.failed,
  output_in_use: EXIT.failed,
  batch_changed: EXIT.badInput,
  internal_error: EXIT.failed,
};

export const isKnownCode = (code: unknown): code is CliErrorCode => typeof code === 'string' && Object.hasOwn(exitCodes, code);
