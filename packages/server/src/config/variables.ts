import { z } from 'zod';

interface Variable<Schema extends z.ZodType> {
  readonly name: string;
  readonly schema: Schema;
  /** as it is printed into `.env.example`; empty where there is none */
  readonly fallback: string;
  readonly description: string;
  /** never printed */
  readonly isSecret: boolean;
}

const integer = (low: number, high: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(low).max(high));
const choice = <const Values extends readonly [string, ...string[]]>(...values: Values) => z.enum(values);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const list = z.string().transform((value) => value.split(',').flatMap((part) => part.trim() || []));
const optional = z.string().transform((value) => value || undefined);
const minutes = (count: number) => String(count * 60_000);

const define = <Schema extends z.ZodType>(name: string, schema: Schema, fallback: string, description: string): Variable<Schema> => ({
  name,
  schema,
  fallback,
  description,
  isSecret: false,
});
const secret = <Schema extends z.ZodType>(...parameters: Parameters<typeof define<Schema>>): Variable<Schema> => ({
  ...define(...parameters),
  isSecret: true,
});

/** Every variable of the environment that the server reads. `.env.example` and docs/server.md list the same; a test compares them. */
export const variables = {
  host: define('HOST', z.string(), '127.0.0.1', 'address to listen on; 0.0.0.0 for all, as in a container'),
  port: define('PORT', integer(0, 65_535), '8787', 'port to listen on; 0 takes a free one'),
  databaseUrl: secret('DATABASE_URL', z.string(), 'file:maaza.db', 'file:PATH (SQLite), or postgres://… (needs the package pg)'),
  sqliteDurability: define(
    'MAAZA_SQLITE_DURABILITY',
    choice('process', 'machine'),
    'process',
    'process: a committed row survives a killed process; machine: a power cut too, at the price of an fsync per group of requests',
  ),
  databasePoolSize: define('MAAZA_DATABASE_POOL_SIZE', integer(2, 200), '10', 'connections to PostgreSQL'),
  redisUrl: secret('REDIS_URL', optional, '', 'redis://…: rate limits are counted there (needs the package ioredis)'),
  rateLimitStore: define(
    'MAAZA_RATE_LIMIT_STORE',
    choice('auto', 'memory', 'database', 'redis'),
    'auto',
    'auto: redis where REDIS_URL is set, else the database; memory counts per process',
  ),
  rateLimitOnFailure: define(
    'MAAZA_RATE_LIMIT_ON_FAILURE',
    choice('local', 'refuse'),
    'local',
    'while Redis does not answer: each process limits by itself (at most one limit per process), or refuse with 503',
  ),
  managementRateLimit: define(
    'MAAZA_MANAGEMENT_RATE_LIMIT',
    integer(0, 1_000_000),
    '600',
    'requests per minute and key that run no model; 0: no limit',
  ),
  addressRateLimit: define(
    'MAAZA_ADDRESS_RATE_LIMIT',
    integer(0, 1_000_000),
    '60',
    'registrations and logins per minute and client address; 0: no limit',
  ),
  resultCache: define('MAAZA_RESULT_CACHE', choice('memory', 'redis', 'off'), 'memory', 'where results are cached; redis needs REDIS_URL'),
  plansFile: define('MAAZA_PLANS_FILE', optional, '', 'JSON file with the plans; see docs/server.md'),
  registration: define(
    'MAAZA_REGISTRATION',
    choice('open', 'closed'),
    'open',
    'closed: accounts are made by "maaza admin create-user" only',
  ),
  jwtPrivateKey: secret(
    'MAAZA_JWT_PRIVATE_KEY',
    optional,
    '',
    'Ed25519 key (PKCS #8 PEM, line breaks may be \\n) that signs login tokens; without it one is made and kept in the database',
  ),
  accessTokenTtlSeconds: define('MAAZA_ACCESS_TOKEN_TTL_SECONDS', integer(1, 86_400), '900', 'life of a login token'),
  refreshTokenTtlSeconds: define('MAAZA_REFRESH_TOKEN_TTL_SECONDS', integer(1, 31_536_000), '2592000', 'life of a refresh token'),
  storeExtractions: define('MAAZA_STORE_EXTRACTIONS', flag, 'false', 'keep results, so that GET /v1/extractions/:id finds them'),
  maxBodyBytes: define('MAAZA_MAX_BODY_BYTES', integer(1024, 1_000_000_000), '1048576', 'largest request body'),
  maxJsonDepth: define('MAAZA_MAX_JSON_DEPTH', integer(4, 1000), '64', 'deepest nesting of a request body'),
  maxSchemaBytes: define('MAAZA_MAX_SCHEMA_BYTES', integer(100, 10_000_000), '65536', 'largest schema'),
  workers: define('MAAZA_WORKERS', integer(1, 64), '1', 'threads that run the model; each holds the weights (about 300 MB)'),
  jobsPerWorker: define('MAAZA_JOBS_PER_WORKER', integer(1, 64), '4', 'extractions that a thread is given at once'),
  modelThreads: define('MAAZA_MODEL_THREADS', integer(0, 256), '0', 'processor threads of one run of the model; 0: as many as are usable'),
  queueSize: define('MAAZA_QUEUE_SIZE', integer(0, 100_000), '32', 'requests that may wait; more are answered 503'),
  requestTimeoutMs: define(
    'MAAZA_REQUEST_TIMEOUT_MS',
    integer(100, 3_600_000),
    minutes(1),
    'longest time for one extraction, waiting included',
  ),
  batchTimeoutMs: define('MAAZA_BATCH_TIMEOUT_MS', integer(100, 3_600_000), minutes(10), 'longest time for one batch'),
  shutdownTimeoutMs: define(
    'MAAZA_SHUTDOWN_TIMEOUT_MS',
    integer(500, 600_000),
    '8000',
    'after SIGTERM: time for requests that were accepted',
  ),
  idempotencyTtlSeconds: define('MAAZA_IDEMPOTENCY_TTL_SECONDS', integer(60, 2_592_000), '86400', 'how long answers are kept for replay'),
  leaseMs: define(
    'MAAZA_LEASE_MS',
    integer(300, 600_000),
    '6000',
    'a process that gives no sign for so long counts as dead: what it had reserved is given back',
  ),
  corsOrigins: define('MAAZA_CORS_ORIGINS', list, '', 'origins that browsers may call from, separated by commas; empty: none'),
  trustProxy: define('MAAZA_TRUST_PROXY', integer(0, 16), '0', 'reverse proxies in front, whose X-Forwarded-For is believed'),
  metricsToken: secret('MAAZA_METRICS_TOKEN', optional, '', 'bearer token that /metrics asks for; empty: none'),
  logLevel: define(
    'MAAZA_LOG_LEVEL',
    choice('silent', 'error', 'warn', 'info', 'debug'),
    'info',
    'what is written to stderr, as JSON lines',
  ),
} as const;

export type Variables = typeof variables;
