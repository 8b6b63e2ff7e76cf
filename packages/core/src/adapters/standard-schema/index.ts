export type { ResolvedSchema, SchemaInput, SchemaOutcome } from './config.js';
export type { InferData, InferInput } from './infer-data.js';
export { isStandardSchema, resolveSchema } from './resolve-schema.js';
