import type { ZodType, z } from 'zod';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { Mode, Scope } from '../keys/api-key.js';
import type { Principal } from '../keys/principal.js';
import type { ServerErrorCode } from './error-codes.js';

/** What a route answers; everything else is thrown. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface RequestFacts {
  readonly requestId: string;
  /** aborted when the client goes or the server stops */
  readonly signal: AbortSignal;
  /** only where the request carries an Idempotency-Key and the route settles it itself */
  readonly idempotencyKey: IdempotencyKey | undefined;
}

type Parsed<Schema> = Schema extends ZodType ? z.output<Schema> : undefined;

/** One request, checked against the schemas of its route. */
export interface RouteInput<Params, Query, Body> extends RequestFacts {
  readonly principal: Principal;
  readonly params: Parsed<Params>;
  readonly query: Parsed<Query>;
  readonly body: Parsed<Body>;
}

/** Who may use a route. A route for accounts lists what a key must be and have; logins have all scopes and are live. */
export type Access = 'public' | { readonly scope: Scope; readonly modes: readonly Mode[] };

interface RouteFacts<Params, Query, Body> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** with `:name` for parameters */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  /** `model`: the limit of plan and key; `management`: a wider one, so that nothing can be hammered; `address`: by client address */
  readonly limit: 'model' | 'management' | 'address';
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** body of each status that is no error */
  readonly replies: Readonly<Record<number, { readonly description: string; readonly schema?: ZodType }>>;
  /** codes besides those that every route of its kind may answer */
  readonly errors: readonly ServerErrorCode[];
  /** POST only. `self`: the route settles the key together with what it writes */
  readonly idempotency?: 'generic' | 'self';
}

export interface Route extends RouteFacts<ZodType | undefined, ZodType | undefined, ZodType | undefined> {
  handle(input: RouteInput<ZodType | undefined, ZodType | undefined, ZodType | undefined>): Promise<Reply>;
}

/** Ties the types of a handler to the schemas of its route. `principal` is undefined at run time where `access` is public. */
export function defineRoute<
  Params extends ZodType | undefined = undefined,
  Query extends ZodType | undefined = undefined,
  Body extends ZodType | undefined = undefined,
>(facts: RouteFacts<Params, Query, Body>, handle: (input: RouteInput<Params, Query, Body>) => Promise<Reply>): Route {
  return { ...facts, handle: handle as Route['handle'] };
}
