import { z } from 'zod';
import type { Clock } from '../clock.js';
import { idParams, replySchema, requestSchema, timestamp, toTimestamp, toTimestampOrNull } from '../http/named-schemas.js';
import { defineRoute, type Route } from '../http/route.js';
import { ServerError } from '../http/server-error.js';
import { defaultScopes, modes, type Scope, scopes } from './api-key.js';
import type { KeyService } from './key-service.js';
import type { KeyRow } from './key-store.js';
import type { Principal } from './principal.js';

const name = z.string().trim().min(1).max(100);
const scopeList = z.array(z.enum(scopes)).min(1).max(scopes.length);
const perMinute = z.int().min(1).max(1_000_000).nullable().describe('stricter than the plan; null: as the plan says');
const expiresAt = z.iso.datetime().nullable().describe('null: never');

const createKeyRequest = requestSchema(
  'CreateKeyRequest',
  z.strictObject({
    name,
    mode: z.enum(modes).default('live'),
    scopes: scopeList.default([...defaultScopes]),
    requests_per_minute: perMinute.default(null),
    expires_at: expiresAt.default(null),
  }),
);
const updateKeyRequest = requestSchema(
  'UpdateKeyRequest',
  z.strictObject({
    name: name.optional(),
    scopes: scopeList.optional(),
    requests_per_minute: perMinute.optional(),
    expires_at: expiresAt.optional(),
  }),
);
const rotateKeyRequest = requestSchema(
  'RotateKeyRequest',
  z.strictObject({ overlap_seconds: z.int().min(0).max(2_592_000).default(0).describe('for so long the old key works too') }),
);

const keyReply = replySchema(
  'ApiKey',
  z.object({
    id: z.string(),
    object: z.literal('api_key'),
    name: z.string(),
    mode: z.enum(modes),
    prefix: z.string().describe('the beginning of the key'),
    scopes: z.array(z.enum(scopes)),
    requests_per_minute: z.int().nullable(),
    created_at: timestamp,
    expires_at: timestamp.nullable(),
    last_used_at: timestamp.nullable(),
    revoked_at: timestamp.nullable(),
  }),
);
const createdKeyReply = replySchema('CreatedApiKey', keyReply.extend({ key: z.string().describe('shown here, and never again') }));
const keyListReply = replySchema('ApiKeyList', z.object({ object: z.literal('list'), data: z.array(keyReply), has_more: z.boolean() }));

const render = (row: KeyRow): z.output<typeof keyReply> => ({
  id: row.id,
  object: 'api_key',
  name: row.name,
  mode: row.mode,
  prefix: row.prefix,
  scopes: row.scopes.split(' ') as Scope[],
  requests_per_minute: row.requests_per_minute,
  created_at: toTimestamp(row.created_at),
  expires_at: toTimestampOrNull(row.expires_at),
  last_used_at: toTimestampOrNull(row.last_used_at),
  revoked_at: toTimestampOrNull(row.revoked_at),
});

/** A key gives no more than it has. */
function assertMayGrant({ scopes: own }: Principal, wanted: readonly Scope[]): void {
  const missing = wanted.filter((scope) => !own.has(scope));
  if (missing.length > 0)
    throw new ServerError('permission_denied', `a key gives only scopes that it has; missing: ${missing.join(', ')}`, {
      details: { scopes: missing },
    });
}

function readExpiry(value: string | null, now: number): number | null {
  if (value === null) return null;
  const time = Date.parse(value);
  if (time > now) return time;
  throw new ServerError('invalid_request', 'body/expires_at: must be in the future', {
    details: { in: 'body', issues: [{ path: '/expires_at', message: 'must be in the future' }] },
  });
}

export function keyRoutes({ keys, clock }: { readonly keys: KeyService; readonly clock: Clock }): Route[] {
  const tag = 'keys';
  const write = { scope: 'keys:write', modes: ['live'] } as const;
  const read = { scope: 'keys:read', modes: ['live'] } as const;
  const limit = 'management';
  return [
    defineRoute(
      {
        method: 'post',
        path: '/v1/keys',
        operationId: 'createKey',
        summary: 'Make an API key',
        tag,
        access: write,
        limit,
        body: createKeyRequest,
        replies: { 201: { description: 'The key, shown once', schema: createdKeyReply } },
        errors: [],
        idempotency: 'generic',
      },
      async ({ principal, body }) => {
        assertMayGrant(principal, body.scopes);
        const { row, secret } = await keys.create(principal.userId, {
          name: body.name,
          mode: body.mode,
          scopes: [...new Set(body.scopes)],
          requestsPerMinute: body.requests_per_minute,
          expiresAt: readExpiry(body.expires_at, clock()),
        });
        return { status: 201, body: { ...render(row), key: secret } };
      },
    ),
    defineRoute(
      {
        method: 'get',
        path: '/v1/keys',
        operationId: 'listKeys',
        summary: 'The keys of the account, newest first',
        tag,
        access: read,
        limit,
        query: z.strictObject({
          limit: z.coerce.number().int().min(1).max(100).default(50),
          before: idParams.shape.id.optional().describe('id of the last key of the page before'),
        }),
        replies: { 200: { description: 'One page', schema: keyListReply } },
        errors: [],
      },
      async ({ principal, query }) => {
        const rows = await keys.list(principal.userId, { limit: query.limit + 1, before: query.before });
        return { status: 200, body: { object: 'list', data: rows.slice(0, query.limit).map(render), has_more: rows.length > query.limit } };
      },
    ),
    defineRoute(
      {
        method: 'get',
        path: '/v1/keys/:id',
        operationId: 'getKey',
        summary: 'One key',
        tag,
        access: read,
        limit,
        params: idParams,
        replies: { 200: { description: 'The key, without its secret', schema: keyReply } },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({ status: 200, body: render(await keys.get(principal.userId, params.id)) }),
    ),
    defineRoute(
      {
        method: 'patch',
        path: '/v1/keys/:id',
        operationId: 'updateKey',
        summary: 'Change name, scopes, limit or expiry',
        description: 'What is not named stays as it is.',
        tag,
        access: write,
        limit,
        params: idParams,
        body: updateKeyRequest,
        replies: { 200: { description: 'The key as it is now', schema: keyReply } },
        errors: ['not_found'],
      },
      async ({ principal, params, body }) => {
        if (body.scopes) assertMayGrant(principal, body.scopes);
        const row = await keys.update(principal.userId, params.id, {
          ...(body.name !== undefined && { name: body.name }),
          ...(body.scopes !== undefined && { scopes: [...new Set(body.scopes)].join(' ') }),
          ...(body.requests_per_minute !== undefined && { requests_per_minute: body.requests_per_minute }),
          ...(body.expires_at !== undefined && { expires_at: readExpiry(body.expires_at, clock()) }),
        });
        return { status: 200, body: render(row) };
      },
    ),
    defineRoute(
      {
        method: 'delete',
        path: '/v1/keys/:id',
        operationId: 'revokeKey',
        summary: 'Revoke a key',
        description: 'At once in the process that answers, within 5 seconds in all others.',
        tag,
        access: write,
        limit,
        params: idParams,
        replies: { 200: { description: 'The revoked key', schema: keyReply } },
        errors: ['not_found'],
      },
      async ({ principal, params }) => ({ status: 200, body: render(await keys.revoke(principal.userId, params.id)) }),
    ),
    defineRoute(
      {
        method: 'post',
        path: '/v1/keys/:id/rotate',
        operationId: 'rotateKey',
        summary: 'Replace a key by a new one',
        tag,
        access: write,
        limit,
        params: idParams,
        body: rotateKeyRequest,
        replies: { 201: { description: 'The new key, shown once', schema: createdKeyReply } },
        errors: ['not_found'],
        idempotency: 'generic',
      },
      async ({ principal, params, body }) => {
        assertMayGrant(principal, (await keys.get(principal.userId, params.id)).scopes.split(' ') as Scope[]);
        const { row, secret } = await keys.rotate(principal.userId, params.id, body.overlap_seconds * 1000);
        return { status: 201, body: { ...render(row), key: secret } };
      },
    ),
  ];
}
