import type { Express, Request, Response } from 'express';
import type { AccountService } from '../accounts/account-service.js';
import type { Idempotency } from '../idempotency/idempotency.js';
import { type IdempotencyKey, readIdempotencyKey } from '../idempotency/idempotency-key.js';
import type { KeyService } from '../keys/key-service.js';
import type { Principal } from '../keys/principal.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import { authenticate, authorize } from './authenticate.js';
import { checkInput } from './check-input.js';
import { createJsonBodyReader, type JsonBodyLimits } from './json-body.js';
import { type OtherLimits, takeRate } from './rate-limit.js';
import type { RequestState } from './request-state.js';
import type { Reply, Route, RouteInput } from './route.js';
import { ServerError } from './server-error.js';

export interface MountParts {
  readonly keys: KeyService;
  readonly accounts: AccountService;
  readonly limiter: RateLimiter;
  readonly otherLimits: OtherLimits;
  readonly idempotency: Idempotency;
  readonly bodyLimits: JsonBodyLimits;
  /** throws where the queue has no place for a request that runs the model */
  readonly assertPlace: (principal: Principal) => void;
  /** aborted where the server cannot wait for requests any longer */
  readonly stopSignal: AbortSignal;
}

/** Puts the table of routes into Express. The same steps for each: who, may they, how often, what, once. */
export function mountRoutes(app: Express, routes: readonly Route[], parts: MountParts): void {
  const readBody = createJsonBodyReader(parts.bodyLimits);
  const handlers = routes.map((route) => ({ route, handler: createHandler(route, parts, readBody) }));
  for (const { route, handler } of handlers) app[route.method](route.path, handler);
  // A path that is there, asked with a method that is not.
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    app.all(path, () => {
      throw new ServerError('method_not_allowed', `this path takes ${methods.join(', ')}`, { headers: { allow: methods.join(', ') } });
    });
  }
}

function createHandler(route: Route, parts: MountParts, readBody: ReturnType<typeof createJsonBodyReader>) {
  return async (request: Request, response: Response): Promise<void> => {
    const state = response.locals as RequestState;
    state.route = route.path;
    const principal = await identify(route, request, parts);
    if (principal) state.lane = principal.lane;
    // The cheapest refusal first: under overload there are many of them, and they spend nothing of the rate limit.
    if (route.limit === 'model') parts.assertPlace(principal!);
    response.set(await takeRate(parts.limiter, { route, principal, address: request.ip ?? '' }, parts.otherLimits));
    const params = route.params && checkInput(route.params, request.params, 'path');
    const query = route.query && checkInput(route.query, request.query, 'query');
    const sent = route.body ? await readBody(request, response) : undefined;
    const key = route.idempotency ? readKey(request, principal, sent?.text ?? '') : undefined;
    const abort = abortWithClient(response, parts.stopSignal);
    try {
      const body = route.body && checkInput(route.body, sent!.value ?? {}, 'body');
      const input = { principal, params, query, body, requestId: state.requestId, signal: abort.signal, idempotencyKey: key };
      send(response, await answer(route, input as Parameters<Route['handle']>[0], parts.idempotency));
    } finally {
      abort.clear();
    }
  };
}

async function identify({ access }: Route, request: Request, parts: MountParts): Promise<Principal | undefined> {
  if (access === 'public') return undefined;
  const principal = await authenticate(request.headers, parts);
  authorize(principal, access);
  return principal;
}

function readKey(request: Request, principal: Principal | undefined, body: string): IdempotencyKey | undefined {
  const header = request.get('idempotency-key');
  if (header === undefined) return undefined;
  return readIdempotencyKey(header, principal?.userId ?? 'public', { method: request.method, path: request.path, body });
}

async function answer(route: Route, input: RouteInput<never, never, never>, idempotency: Idempotency): Promise<Reply> {
  const { idempotencyKey: key } = input;
  if (!key || route.idempotency !== 'generic') return route.handle(input);
  const { answer: stored, isReplay } = await idempotency.once(key, async () => {
    const { status, body } = await route.handle(input);
    return { status, body: JSON.stringify(body) };
  });
  return { status: stored.status, body: JSON.parse(stored.body), ...(isReplay && { headers: { 'idempotent-replayed': 'true' } }) };
}

function send(response: Response, { status, body, headers }: Reply): void {
  if (response.destroyed) return;
  response
    .status(status)
    .set(headers ?? {})
    .json(body);
}

/** Fires when the client goes before it is answered, or the server must end; the reason is the error to answer. */
function abortWithClient(response: Response, stopSignal: AbortSignal): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const onClose = () => {
    if (!response.writableFinished) controller.abort(new ServerError('aborted', 'the client closed the connection'));
  };
  response.once('close', onClose);
  return { signal: AbortSignal.any([controller.signal, stopSignal]), clear: () => void response.off('close', onClose) };
}
