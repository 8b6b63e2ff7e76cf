import type { JsonSchema } from '../extract/types.js';

/** One way in which a value breaks its schema. */
export interface ValidationIssue {
  /**
   * JSON pointer into the value. Where the issue is about a member (`required`, `additionalProperties`, `unevaluatedProperties`,
   * `dependentRequired`, `propertyNames`), it names that member, also where it is missing.
   */
  readonly pointer: string;
  /** the schema keyword that is broken; `false` for a boolean schema */
  readonly keyword: string;
  readonly message: string;
  /** what the keyword asked for, as plain JSON, e.g. `{ "limit": 3 }` */
  readonly params: Readonly<Record<string, unknown>>;
}

/** An invalid value is an expected outcome, so it is a result and no error. */
export interface ValidationResult {
  readonly valid: boolean;
  /** every issue found, empty where `valid` */
  readonly errors: readonly ValidationIssue[];
}

/** A schema that was checked and made ready. Immutable, and safe to use for any number of values. */
export interface CompiledValidator {
  validate(value: unknown): ValidationResult;
}

/** JSON value + schema → verdict. */
export interface Validator {
  /**
   * Checks what a caller gave as a schema, without looking at any value.
   * @throws {SchemaError} `invalid_schema` with `details.pointer`; `unsupported_schema` for a `$schema` or a `$ref` that cannot be followed
   */
  assertJsonSchema(schema: unknown): asserts schema is JsonSchema;
  /**
   * Makes a schema ready; a second call with an equal schema costs little. Later changes to `schema` do not reach the result.
   * @throws {SchemaError} as `assertJsonSchema`
   */
  compile(schema: JsonSchema): CompiledValidator;
}
