import { type ZodType, z } from 'zod';
import { errorBody, problemBody } from './error-body.js';
import { type ServerErrorCode, statusOf } from './error-codes.js';
import { replySchemas, requestSchemas } from './named-schemas.js';
import type { Route } from './route.js';

type Json = Record<string, unknown>;

const uri = (id: string) => `#/components/schemas/${id}`;

/** Named schemas as JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. Requests as they are sent, answers as they come. */
function componentsOf(registry: typeof requestSchemas, io: 'input' | 'output'): Json {
  const { schemas } = z.toJSONSchema(registry, { uri, io, target: 'draft-2020-12', unrepresentable: 'any' });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, io === 'output' ? withoutClosing(schema) : schema]),
  );
}

/** Answers may gain members in a later version: a client must not refuse what it does not know. */
function withoutClosing(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutClosing);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { additionalProperties, ...rest } = schema as Json;
  const kept = additionalProperties === false ? rest : { ...rest, ...(additionalProperties !== undefined && { additionalProperties }) };
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, withoutClosing(value)]));
}

function reference(schema: ZodType): Json {
  const id = (requestSchemas.get(schema) ?? replySchemas.get(schema))?.id;
  if (id === undefined) throw new Error('a body of the API has no name');
  return { $ref: uri(id) };
}

function parametersOf(schema: ZodType | undefined, where: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...rest } = property as { description?: string };
    return { name, in: where, required: required.includes(name), ...(description && { description }), schema: rest };
  });
}

/** Codes that a route may answer without naming them, by what it is. */
function errorsOf(route: Route): readonly ServerErrorCode[] {
  const isOpen = route.access === 'public';
  return [
    ...route.errors,
    'invalid_request',
    'rate_limit_exceeded',
    'service_unavailable',
    'internal_error',
    ...(isOpen ? [] : (['invalid_api_key', 'invalid_token', 'permission_denied'] as const)),
    ...(route.limit === 'model' || route.operationId === 'checkSchema'
      ? (['overloaded', 'timeout', 'aborted', 'extraction_failed'] as const)
      : []),
    ...(route.body ? (['payload_too_large', 'unsupported_media_type', 'aborted'] as const) : []),
    ...(route.idempotency ? (['idempotency_in_progress', 'idempotency_key_reused'] as const) : []),
  ];
}

function errorReplies(route: Route): Json {
  const byStatus = new Map<number, Set<ServerErrorCode>>();
  for (const code of errorsOf(route)) byStatus.set(statusOf(code), (byStatus.get(statusOf(code)) ?? new Set()).add(code));
  const content = { 'application/json': { schema: reference(errorBody) }, 'application/problem+json': { schema: reference(problemBody) } };
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, { description: [...codes].sort().join(', '), content }]),
  );
}

function operationOf(route: Route): Json {
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'Repeat a request with the same key: it is done once, and answered the same',
    schema: { type: 'string', maxLength: 255 },
  };
  const parameters = [
    ...parametersOf(route.params, 'path'),
    ...parametersOf(route.query, 'query'),
    ...(route.idempotency ? [idempotencyKey] : []),
  ];
  const replies = Object.entries(route.replies).map(([status, { description, schema }]) => [
    status,
    { description, ...(schema && { content: { 'application/json': { schema: reference(schema) } } }) },
  ]);
  return {
    operationId: route.operationId,
    summary: route.summary,
    ...(route.description && { description: route.description }),
    tags: [route.tag],
    security: route.access === 'public' ? [] : [{ bearer: [] }, { apiKey: [] }],
    ...(route.access !== 'public' && { 'x-scope': route.access.scope, 'x-modes': route.access.modes }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: reference(route.body) } } } }),
    responses: { ...Object.fromEntries(replies), ...errorReplies(route) },
  };
}

/** OpenAPI 3.1, from the table of routes and the zod schemas that check requests. */
export function createOpenApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Maaza',
      version,
      description: 'Text and a JSON Schema in, valid and source-grounded JSON out.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { ...componentsOf(requestSchemas, 'input'), ...componentsOf(replySchemas, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'an API key, or the access token of a login' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  };
}
