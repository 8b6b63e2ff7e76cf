import { createServer, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApp } from './app.js';
import { composeServices, type Overrides, type Services } from './compose.js';
import type { ServerConfig } from './config/config.js';
import { OpenResponses } from './http/open-responses.js';

const HEADERS_TIMEOUT_MS = 15_000;
const BODY_TIMEOUT_MS = 60_000;
/** Longer than that of common load balancers, so that they close idle connections, not we. */
const KEEP_ALIVE_MS = 65_000;
/** After SIGTERM connections are still taken for this long: balancers need a moment to see that readiness says no. */
const LAST_CALL_MS = 500;
/** How often is looked. What is waited for is counted in looks, not timed: on a busy machine one turn may take as long as all of them should. */
const POLL_MS = 10;
/** Nobody new has connected in so many looks: all that wanted to are in. */
const NO_ARRIVAL_POLLS = 4;
const TURNS_PER_POLL = 16;
/** Answers are not held back for longer than this many looks, whoever keeps coming. */
const MAX_HOLD_POLLS = 150;
/** No request in so many looks: nothing is on its way any more. */
const QUIET_POLLS = 100;
/** What was aborted answers within this. */
const ABORT_MS = 1000;

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
  const open = new OpenResponses(server);
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

async function stop(server: Server, services: Services, open: OpenResponses): Promise<void> {
  const { config, logger } = services;
  const deadline = performance.now() + config.shutdownTimeoutMs;
  const isLate = () => performance.now() > deadline;
  services.drain();
  logger.info('stopping');
  await sleep(Math.min(LAST_CALL_MS, config.shutdownTimeoutMs / 4));
  await closeListener(server, open, isLate);
  // A connection that was accepted at the last moment still has its request on the way.
  for (let quietPolls = 0; quietPolls < QUIET_POLLS && open.connections > 0 && !isLate(); quietPolls++) {
    if (open.size > 0) quietPolls = 0;
    await sleep(POLL_MS);
  }
  if (open.size > 0) {
    services.abort();
    for (let waited = 0; open.size > 0 && waited < ABORT_MS; waited += POLL_MS) await sleep(POLL_MS);
  }
  server.closeAllConnections();
  await services.close();
  logger.info('stopped');
}

/**
 * Stops listening without resetting anybody: who has connected but is not accepted yet would be. Node accepts one connection in each turn of the
 * event loop, so answers are held back for a moment (who is not answered does not connect anew) until all that wait are in.
 */
async function closeListener(server: Server, open: OpenResponses, isLate: () => boolean): Promise<void> {
  const release = open.hold();
  let known = open.arrivals;
  for (let polls = 0, quietPolls = 0; quietPolls < NO_ARRIVAL_POLLS && polls < MAX_HOLD_POLLS && !isLate(); polls++, quietPolls++) {
    // Several turns of the event loop, however long each of them takes.
    for (let turn = 0; turn < TURNS_PER_POLL; turn++) await new Promise(setImmediate);
    await sleep(POLL_MS);
    if (open.arrivals !== known) quietPolls = 0;
    known = open.arrivals;
  }
  // Not the `close` of HTTP: that would also cut connections that are idle just now, with a request on the way.
  NetServer.prototype.close.call(server);
  open.closeAfterAnswer();
  release();
}
