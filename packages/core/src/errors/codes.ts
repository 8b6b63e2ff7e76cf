/** One row of the table that the library, the CLI and the API share. */
interface CodeRow {
  readonly meaning: string;
  readonly remedy: string;
}

/** Every stable code of the library, with what it means and what to do. docs/errors.md is generated from it. */
export const errorCodes = {
  invalid_request: {
    meaning: 'The call is wrong: an unknown option, a value outside its range, or a text that is not a string.',
    remedy: 'Correct the option that the message names.',
  },
  invalid_schema: {
    meaning: 'What was given is not a JSON Schema, or breaks the rules of one.',
    remedy: 'Correct the schema at the JSON pointer in `details.pointer`.',
  },
  invalid_evaluation_data: {
    meaning: 'A line of an evaluation set cannot be read, or its members do not belong together.',
    remedy: 'Correct the line that the message names; `details` holds file, line and problem.',
  },
  unsupported_schema: {
    meaning: 'The schema holds a keyword that cannot be kept; nothing was run.',
    remedy: 'See `details.findings`: JSON pointer, keyword and reason of each. Remove or rewrite it.',
  },
  schema_too_complex: { meaning: 'Compiling the schema went over a limit.', remedy: 'Simplify what `details` names as too large.' },
  text_too_long: {
    meaning: 'The text is longer than the limit of the extractor or the input.',
    remedy: 'Raise `limits.maxTextLength`, or split the text; `details` holds the limit and the actual length.',
  },
  unreadable_document: {
    meaning: 'A document cannot be read: it is encrypted or broken, of a kind that is not read, or over a limit.',
    remedy: 'See `details.reason`: `encrypted`, `broken`, `unsupported`, or `over_limit` with `limit`, `allowed` and `actual`.',
  },
  token_mask_size_mismatch: {
    meaning: 'A token mask does not belong to the vocabulary that it is used with.',
    remedy: 'Allocate `vocabulary.maskWords` words.',
  },
  model_not_installed: {
    meaning: 'The weights, or the runtime that runs them, are not installed.',
    remedy: 'Run the command in the message.',
  },
  model_damaged: {
    meaning: 'A file of the model is missing, cut short or changed: its size or digest is not the one in model.json.',
    remedy: 'Install the model package again; `details.file` names the file.',
  },
  schema_validation_failed: {
    meaning: 'The extracted data does not fit the schema (a required value is not in the text, say), and `onInvalid` is `throw`.',
    remedy: 'See `details.errors`; `details.extraction` holds what could be read.',
  },
  extraction_failed: { meaning: 'The model or its runtime failed.', remedy: 'See `cause`; run `maaza doctor`.' },
  engine_unavailable: {
    meaning: 'A remote engine cannot be reached, refuses the request, or keeps failing.',
    remedy: 'See `details` for its address and HTTP status, and `cause`; check address, key and model.',
  },
  aborted: { meaning: 'The caller aborted the run.', remedy: 'Nothing to do.' },
  timeout: { meaning: 'The run took longer than the caller allowed.', remedy: 'Raise `timeoutMs` or shorten the text.' },
  disposed: { meaning: 'An extractor, engine, cache or store was used after `dispose()`.', remedy: 'Create a new one.' },
  dependency_not_installed: {
    meaning: 'An optional package that this feature needs is not installed.',
    remedy: 'Run the command in the message.',
  },
  store_unavailable: {
    meaning: 'A store or cache cannot be opened, read or written, or holds a damaged value.',
    remedy: 'See `cause`; check path, address and rights.',
  },
} as const satisfies Record<string, CodeRow>;

export type ErrorCode = keyof typeof errorCodes;
