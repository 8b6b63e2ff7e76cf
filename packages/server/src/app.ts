import cors from 'cors';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { accountRoutes } from './accounts/account-routes.js';
import type { Services } from './compose.js';
import { extractRoutes } from './extract/extract-routes.js';
import { mountDocs } from './http/docs-page.js';
import { renderError, toServerError } from './http/error-body.js';
import { statusOf } from './http/error-codes.js';
import { mountHealth } from './http/health-routes.js';
import { mountRoutes } from './http/mount-routes.js';
import { createOpenApi } from './http/openapi.js';
import { createRequestLog } from './http/request-log.js';
import type { RequestState } from './http/request-state.js';
import type { Route } from './http/route.js';
import { ServerError } from './http/server-error.js';
import { keyRoutes } from './keys/key-routes.js';
import { usageRoutes } from './metering/usage-routes.js';
import { version } from './version.js';

const EXPOSED_HEADERS = ['X-Request-ID', 'Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'Idempotent-Replayed'];

/** The table that Express, OpenAPI and the tests of access are made from. */
export function createRoutes(services: Services): readonly Route[] {
  return [
    ...extractRoutes(services),
    ...usageRoutes(services),
    ...keyRoutes(services),
    ...accountRoutes({ accounts: services.accounts, isOpen: services.config.registration === 'open' }),
  ];
}

/** The whole of HTTP, without a port. */
export function createApp(services: Services): Express {
  const { config, metrics, logger } = services;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(createRequestLog(logger, metrics));
  // The page of the API runs over plain HTTP too; whoever puts TLS in front adds its own header.
  app.use(helmet({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } }, strictTransportSecurity: false }));
  if (config.corsOrigins.length > 0) app.use(cors({ origin: [...config.corsOrigins], exposedHeaders: EXPOSED_HEADERS, maxAge: 600 }));
  mountHealth(app, { isDraining: services.isDraining, checks: services.checks, metrics, metricsToken: config.metricsToken });
  const routes = createRoutes(services);
  mountDocs(app, createOpenApi(routes, version));
  app.use('/v1', (_request, response, next) => {
    response.set('cache-control', 'no-store');
    next();
  });
  mountRoutes(app, routes, {
    keys: services.keys,
    accounts: services.accounts,
    limiter: services.limiter,
    otherLimits: config,
    idempotency: services.idempotency,
    bodyLimits: { maxBodyBytes: config.maxBodyBytes, maxDepth: config.maxJsonDepth },
    assertPlace: (principal) => services.extraction.assertPlace(principal),
    stopSignal: services.stopSignal,
  });
  app.use(() => {
    throw new ServerError('not_found', 'there is no such path');
  });
  app.use(createErrorHandler(services));
  return app;
}

function createErrorHandler({ logger, metrics }: Services) {
  return (thrown: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const state = response.locals as RequestState;
    // What Express itself finds wrong with a path: a broken escape, say.
    const isBadPath = thrown instanceof URIError || (thrown as { status?: unknown } | null)?.status === 400;
    const error =
      isBadPath && !(thrown instanceof ServerError) ? new ServerError('invalid_request', 'the path cannot be read') : toServerError(thrown);
    state.errorCode = error.code;
    metrics.refusals.inc({ code: error.code });
    const status = statusOf(error.code);
    // Of foreign errors only name, code and place: messages may repeat a text.
    if (status >= 500)
      logger[status === 503 ? 'warn' : 'error']({ requestId: state.requestId, code: error.code, ...causeOf(error) }, 'request failed');
    if (response.headersSent || response.destroyed) return void response.destroy();
    const asProblem = request.accepts(['application/json', 'application/problem+json']) === 'application/problem+json';
    const rendered = renderError(error, { requestId: state.requestId, asProblem });
    response.status(rendered.status).set(rendered.headers).type(rendered.contentType).send(rendered.body);
  };
}

function causeOf(error: ServerError): Record<string, unknown> {
  const { cause } = error;
  if (!(cause instanceof Error)) return {};
  const stack = cause.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8);
  return { causeName: cause.name, causeCode: (cause as { code?: unknown }).code, stack };
}
