import { existsSync } from 'node:fs';
import { type Logger, pino } from 'pino';
import type { AccountService } from './accounts/account-service.js';
import { openAccounts } from './accounts/open-accounts.js';
import type { Clock } from './clock.js';
import type { ServerConfig } from './config/config.js';
import type { Database } from './database/database.js';
import { Instances } from './database/instances.js';
import { Janitor } from './database/janitor.js';
import { migrate } from './database/migrate.js';
import { openDatabase } from './database/open-database.js';
import type { ExtractionRunner } from './extract/extraction-runner.js';
import { ExtractionService } from './extract/extraction-service.js';
import { ExtractionTable } from './extract/extraction-table.js';
import { FairQueue } from './extract/fair-queue.js';
import { WorkerPool } from './extract/worker-pool.js';
import type { HealthParts } from './http/health-routes.js';
import { createMetrics, type ServerMetrics } from './http/metrics.js';
import { ServerError } from './http/server-error.js';
import { Idempotency } from './idempotency/idempotency.js';
import { KeyService } from './keys/key-service.js';
import { KeyStore } from './keys/key-store.js';
import { createLimiter } from './limits/create-limiter.js';
import type { RateLimiter } from './limits/rate-limiter.js';
import { Metering } from './metering/metering.js';
import { UsageStore } from './metering/usage-store.js';

/** Parts that the caller brings; the rest is built. */
export interface Overrides {
  /** @default worker threads with the embedded model */
  readonly runner?: ExtractionRunner;
  /** @default JSON lines to stderr */
  readonly logger?: Logger;
  /** Unix milliseconds. @default Date.now */
  readonly clock?: Clock;
}

/** Everything that the routes stand on. */
export interface Services {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly metrics: ServerMetrics;
  readonly clock: Clock;
  readonly database: Database;
  readonly keys: KeyService;
  readonly accounts: AccountService;
  readonly limiter: RateLimiter;
  readonly idempotency: Idempotency;
  readonly extraction: ExtractionService;
  readonly stored: ExtractionTable;
  readonly usage: UsageStore;
  readonly checks: HealthParts['checks'];
  /** aborted where requests cannot be waited for any longer */
  readonly stopSignal: AbortSignal;
  isDraining(): boolean;
  /** Readiness says no from now on; requests are still taken. */
  drain(): void;
  /** Nothing new gets in, and what is under way ends with `overloaded`. */
  abort(): void;
  close(): Promise<void>;
}

/** The one place that builds services. What was opened before a failure is closed. */
export async function composeServices(config: ServerConfig, overrides: Overrides = {}): Promise<Services> {
  const clock = overrides.clock ?? Date.now;
  const logger = overrides.logger ?? pino({ level: config.logLevel, base: null }, pino.destination({ fd: 2, sync: false }));
  const database = await openDatabase(config, {
    clock,
    onError: (error) => logger.warn({ code: (error as { code?: unknown }).code }, 'a database connection broke'),
  });
  const closers: (() => Promise<unknown>)[] = [() => database.close()];
  try {
    return await compose({ config, overrides, clock, logger, database, closers });
  } catch (error) {
    for (const close of closers.reverse()) await close().catch(() => {});
    throw error;
  }
}

interface Base {
  readonly config: ServerConfig;
  readonly overrides: Overrides;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly database: Database;
  readonly closers: (() => Promise<unknown>)[];
}

async function compose({ config, overrides, clock, logger, database, closers }: Base): Promise<Services> {
  await migrate(database, clock());
  const instances = new Instances(database, {
    leaseMs: config.leaseMs,
    onError: (error) => logger.warn({ code: (error as { code?: unknown }).code }, 'no sign of life could be given'),
  });
  await instances.start();
  closers.push(() => instances.stop());
  const janitor = new Janitor(database, { clock, idempotencyTtlMs: config.idempotencyTtlSeconds * 1000 });
  janitor.start();
  closers.push(() => janitor.stop());
  const { limiter, checkRedis } = await createLimiter(config, { database, clock, logger });
  closers.push(() => limiter.close());
  const runner = overrides.runner ?? createWorkerPool(config, logger);
  closers.push(() => runner.dispose());
  const metrics = createMetrics();
  const queue = new FairQueue({ slots: runner.slots, size: config.queueSize });
  const instanceId = () => instances.id;
  const metering = new Metering(database, instanceId, clock);
  const keys = new KeyService(new KeyStore(database), config.plans, clock);
  closers.push(() => keys.close());
  const accounts = await openAccounts(database, config, clock);
  const extraction = new ExtractionService({
    runner,
    queue,
    metering,
    maxSchemaBytes: config.maxSchemaBytes,
    requestTimeoutMs: config.requestTimeoutMs,
    batchTimeoutMs: config.batchTimeoutMs,
    storesExtractions: config.storeExtractions,
    onExtracted: ({ valid, cached, usage }) => {
      metrics.extractions.inc({ outcome: valid ? 'valid' : 'invalid', cached: String(cached) });
      metrics.tokens.inc({ direction: 'input' }, usage.inputTokens);
      metrics.tokens.inc({ direction: 'output' }, usage.outputTokens);
    },
  });
  const stop = new AbortController();
  let isDraining = false;
  metrics.watch({ waiting: () => queue.waiting, running: () => queue.running, isReady: () => !isDraining && runner.state === 'ready' });
  return {
    config,
    logger,
    metrics,
    clock,
    database,
    keys,
    accounts,
    limiter,
    idempotency: new Idempotency(database, instanceId, clock),
    extraction,
    stored: new ExtractionTable(database),
    usage: new UsageStore(database),
    checks: {
      database: () => database.ping().then(() => 'ok'),
      ...(checkRedis && { redis: checkRedis }),
      engine: async () => (runner.state === 'ready' ? 'ok' : runner.state),
    },
    stopSignal: stop.signal,
    isDraining: () => isDraining,
    drain: () => {
      isDraining = true;
    },
    abort: () => {
      queue.close();
      stop.abort(new ServerError('overloaded', 'the server is stopping', { retryAfterSeconds: 1 }));
    },
    close: async () => {
      for (const close of closers.reverse())
        await close().catch((error: unknown) => logger.warn({ code: (error as { code?: unknown }).code }, 'close'));
    },
  };
}

/** The file beside this one once it is built; tests run from the sources and use the built one. */
function workerFile(): URL {
  const beside = new URL('./extraction-worker.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../dist/extraction-worker.js', import.meta.url);
}

function createWorkerPool(config: ServerConfig, logger: Logger): WorkerPool {
  const { workers, jobsPerWorker, modelThreads, resultCache, redisUrl } = config;
  return new WorkerPool({
    workers,
    jobsPerWorker,
    settings: {
      cache: resultCache === 'redis' ? { redisUrl: redisUrl! } : resultCache,
      modelThreads: modelThreads === 0 ? undefined : modelThreads,
    },
    workerFile: workerFile(),
    onEvent: (event, details) => logger[event === 'worker_ready' ? 'info' : 'error'](details, event),
  });
}
