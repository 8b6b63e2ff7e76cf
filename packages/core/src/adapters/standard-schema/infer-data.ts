import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import type { JsonSchema } from '../../extract/types.js';

/**
 * The type of `data` for a schema: the output type of a Standard Schema, the described type of a JSON Schema given `as const`, and
 * `unknown` for one that is only known at run time. It holds where the extraction is `valid`.
 */
export type InferData<S> = S extends StandardSchemaV1
  ? StandardSchemaV1.InferOutput<S>
  : JsonSchema extends S
    ? unknown
    : S extends JSONSchema
      ? FromSchema<S>
      : unknown;

/** The type of the data as the text gives it: before what a schema library makes of it, its defaults and transforms. */
export type InferInput<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferInput<S> : InferData<S>;
