import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from './app.js';
import { composeServices, type Overrides, type Services } from './compose.js';
import type { ServerConfig } from './config/config.js';

const HEADERS_TIMEOUT_MS = 15_000;
const BODY_TIMEOUT_MS = 60_000;
/** Longer than that of common load balancers, so that they close idle connections, not we. */
const KEEP_ALIVE_MS = 65_000;
/** After SIGTERM requests are still taken for this long, each with `Connection: close`: balancers and clients need a moment to look elsewhere. */
const LAST_CALL_MS = 500;
const POLL_MS = 10;

export interface RunningServer {
  readonly url: string;
  readonly services: Services;
  /** Takes no new work, answers what was accepted, and frees everything. May be called twice. */
  stop(): Promise<void>;
}

/** Opens everything and listens. */
export async function startServer(config: ServerConfig, overrides: Overrides = {}): Promise<RunningServer> {
  const services = await composeServices(config, overrides);
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: BODY_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    createApp(services),
  );
  const open = trackResponses(server);
  try {
    await listen(server, config);
  } catch (error) {
    await services.close();
    throw error;
  }
  const { address, family, port } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  services.logger.info({ url }, 'listening');
  let stopping: Promise<void> | undefined;
  return {
    url,
    services,
    stop: () => {
      stopping ??= stop(server, services, open);
      return stopping;
    },
  };
}

function listen(server: Server, { host, port }: ServerConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The responses that are owed. */
function trackResponses(server: Server): ReadonlySet<ServerResponse> {
  const open = new Set<ServerResponse>();
  server.prependListener('request', (_request, response) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return open;
}

async function stop(server: Server, services: Services, open: ReadonlySet<ServerResponse>): Promise<void> {
  const { config, logger } = services;
  const deadline = performance.now() + config.shutdownTimeoutMs;
  const isLate = () => performance.now() > deadline;
  services.drain();
  logger.info('stopping');
  // Requests that were begun before are answered on a connection that then closes.
  for (const response of open) if (!response.headersSent) response.setHeader('connection', 'close');
  await sleep(Math.min(LAST_CALL_MS, config.shutdownTimeoutMs / 4));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  while (open.size > 0 && !isLate()) await sleep(POLL_MS);
  if (open.size > 0) {
    services.abort();
    for (let waited = 0; open.size > 0 && waited < 1000; waited += POLL_MS) await sleep(POLL_MS);
  }
  server.closeIdleConnections();
  await Promise.race([closed, sleep(200)]);
  server.closeAllConnections();
  await services.close();
  logger.info('stopped');
}
