import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { createId } from '../ids.js';
import type { ServerMetrics } from './metrics.js';
import type { RequestState } from './request-state.js';

/** An id of the caller is taken where it can do no harm in a log, and is no credential by mistake. */
const ACCEPTED_ID = /^(?!sk_|rt_|eyJ)[\w.:-]{1,128}$/;
const quiet = new Set(['/health', '/healthz', '/readyz', '/metrics']);

/** Gives each request an id, and writes one line when it is answered: no header, no body, no query, no address. */
export function createRequestLog(logger: Logger, metrics: ServerMetrics) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.get('x-request-id');
    const state = response.locals as RequestState;
    state.requestId = given !== undefined && ACCEPTED_ID.test(given) ? given : createId('rid');
    state.startedAt = performance.now();
    response.set('x-request-id', state.requestId);
    metrics.requestsInFlight.inc();
    response.once('close', () => {
      metrics.requestsInFlight.dec();
      const { requestId, startedAt, route = 'none', lane, errorCode } = state;
      const seconds = (performance.now() - startedAt) / 1000;
      const status = response.writableFinished ? response.statusCode : 499;
      const labels = { method: request.method, route, status: String(status) };
      metrics.requests.inc(labels);
      metrics.requestSeconds.observe({ method: request.method, route }, seconds);
      const level = quiet.has(route) ? 'debug' : status >= 500 && status !== 503 ? 'error' : 'info';
      logger[level]({ requestId, ...labels, status, ms: Math.round(seconds * 1000), lane, code: errorCode }, 'request');
    });
    next();
  };
}
