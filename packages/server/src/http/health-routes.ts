import { timingSafeEqual } from 'node:crypto';
import type { Express, Request } from 'express';
import { hashSecret } from '../keys/api-key.js';
import type { ServerMetrics } from './metrics.js';
import type { RequestState } from './request-state.js';
import { ServerError } from './server-error.js';

const CHECK_TIMEOUT_MS = 2000;

type State = 'ok' | 'failed' | 'starting' | 'degraded';

export interface HealthParts {
  readonly isDraining: () => boolean;
  /** each throws where its part does not answer */
  readonly checks: Readonly<Record<string, () => Promise<State>>>;
  readonly metrics: ServerMetrics;
  readonly metricsToken: string | undefined;
}

interface CheckResult {
  readonly status: State;
  readonly latency_ms: number;
}

async function run(check: () => Promise<State>): Promise<CheckResult> {
  const startedAt = performance.now();
  const tooLate = new Promise<State>((resolve) => setTimeout(() => resolve('failed'), CHECK_TIMEOUT_MS).unref());
  const status = await Promise.race([check(), tooLate]).catch((): State => 'failed');
  return { status, latency_ms: Math.round(performance.now() - startedAt) };
}

async function runAll({ checks, isDraining }: HealthParts) {
  const entries = await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await run(check)] as const));
  const isReady = !isDraining() && entries.every(([, { status }]) => status === 'ok' || status === 'degraded');
  return { isReady, body: { status: isDraining() ? 'stopping' : isReady ? 'ok' : 'unavailable', checks: Object.fromEntries(entries) } };
}

const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b)));

function assertMetricsToken(request: Request, token: string | undefined): void {
  if (token === undefined) return;
  const given = /^bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
  if (given === undefined || !isSame(given, token))
    throw new ServerError('invalid_api_key', '/metrics needs the token of MAAZA_METRICS_TOKEN');
}

/** Asked by orchestrators and monitors; outside of keys and limits. */
export function mountHealth(app: Express, parts: HealthParts): void {
  const named = (path: string, response: { locals: object }) => {
    (response.locals as RequestState).route = path;
  };
  app.get('/health', (_request, response) => {
    named('/health', response);
    response.json({ status: 'ok' });
  });
  for (const path of ['/healthz', '/readyz']) {
    app.get(path, async (_request, response) => {
      named(path, response);
      const { isReady, body } = await runAll(parts);
      if (!isReady) response.set('retry-after', '1');
      response.status(isReady ? 200 : 503).json(path === '/healthz' ? body : { status: body.status });
    });
  }
  app.get('/metrics', async (request, response) => {
    named('/metrics', response);
    assertMetricsToken(request, parts.metricsToken);
    response.type(parts.metrics.registry.contentType).send(await parts.metrics.registry.metrics());
  });
}
