import type { ZodType } from 'zod';
import { z } from 'zod';

type Meta = { readonly id: string };

/** Schemas of request bodies, and of answers, by the name that OpenAPI gives them. */
export const requestSchemas = z.registry<Meta>();
export const replySchemas = z.registry<Meta>();

export function requestSchema<Schema extends ZodType>(id: string, schema: Schema): Schema {
  requestSchemas.add(schema, { id });
  return schema;
}

export function replySchema<Schema extends ZodType>(id: string, schema: Schema): Schema {
  replySchemas.add(schema, { id });
  return schema;
}

/** A time in an answer: ISO 8601, UTC. */
export const timestamp = z.iso.datetime();
export const toTimestamp = (unixMs: number): string => new Date(unixMs).toISOString();
export const toTimestampOrNull = (unixMs: number | null): string | null => (unixMs === null ? null : toTimestamp(unixMs));

/** An id in a path: what `createId` makes, and nothing that could do harm. */
export const idParams = z.strictObject({ id: z.string().regex(/^[a-z]{2,8}_[0-9a-f]{32}$/) });
