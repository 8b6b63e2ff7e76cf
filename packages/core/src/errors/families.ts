import { MaazaError } from './maaza-error.js';

/** The call itself is wrong: an option, a type, a limit of the input. */
export class RequestError extends MaazaError {}

/** The schema is not a schema (`invalid_schema`), not supported (`unsupported_schema`) or too large (`schema_too_complex`). */
export class SchemaError extends MaazaError {}

/** A document that cannot be read (`unreadable_document`). */
export class DocumentError extends MaazaError {}

/** A compiled grammar or its matcher is used wrongly. */
export class GrammarError extends MaazaError {}

/** The model or its files: missing, damaged, or failing while it runs. */
export class ModelError extends MaazaError {}

/** Decoding could not go on. */
export class DecodeError extends MaazaError {}

/** The result does not fit the schema, and the caller asked for an error. */
export class ValidationError extends MaazaError {}

/** A cache or store that cannot be reached, read or written. */
export class StoreError extends MaazaError {}

/** An optional package that a feature needs is not installed (`dependency_not_installed`). */
export class DependencyError extends MaazaError {}

/** The caller's signal aborted the run, or its time ran out. */
export class AbortedError extends MaazaError {}
