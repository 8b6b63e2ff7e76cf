import type { StandardJSONSchemaV1, StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from '../../extract/types.js';
import type { ValidationIssue } from '../../validate/index.js';

/** What a caller may give as a schema: JSON Schema, or a Standard Schema (Zod 4, Valibot, ArkType, …). */
export type SchemaInput = JsonSchema | StandardSchemaV1;

/** The verdict of a schema library on the extracted value. */
export type SchemaOutcome =
  | { readonly valid: true; readonly value: unknown }
  | { readonly valid: false; readonly errors: readonly ValidationIssue[] };

/** A schema of any kind, as the extraction uses it. */
export interface ResolvedSchema {
  readonly jsonSchema: JsonSchema;
  /**
   * The library's own check, only for a Standard Schema; defaults and transforms are applied to `value`.
   * Issues carry the library's name as `keyword`.
   * @throws {SchemaError} `invalid_schema` where code in the schema (a transform, say) throws
   */
  readonly validate?: (value: unknown) => Promise<SchemaOutcome>;
}

/** A Standard Schema with the members that some libraries add. */
export interface AnyStandardSchema extends StandardSchemaV1 {
  readonly '~standard': StandardSchemaV1.Props & Partial<StandardJSONSchemaV1.Props>;
  /** ArkType */
  readonly toJsonSchema?: () => unknown;
  /** Zod 4 */
  readonly _zod?: unknown;
}
