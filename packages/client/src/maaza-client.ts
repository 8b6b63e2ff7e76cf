import type {
  ApiKey,
  ApiKeyList,
  Batch,
  BatchRequest,
  CreatedApiKey,
  CreateKeyRequest,
  Extraction,
  ExtractRequest,
  Login,
  Models,
  Quota,
  RotateKeyRequest,
  SchemaCheckRequest,
  SchemaReport,
  UpdateKeyRequest,
  Usage,
} from './models.js';
import { type Call, send, type TransportOptions } from './transport.js';

export interface MaazaClientOptions {
  /** such as `http://127.0.0.1:8787` */
  readonly baseUrl: string;
  /** an API key, or the access token of a login */
  readonly apiKey?: string;
  /** @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
  /** further tries after 429, 502, 503 and broken connections. @default 3 */
  readonly maxRetries?: number;
  /** longest wait before a further try; where the server wants a longer one, its error is given. @default 30_000 */
  readonly maxRetryDelayMs?: number;
  /** longest time for one try. @default 120_000 */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** POST only. @default a random one, so that a further try is not done twice */
  readonly idempotencyKey?: string;
}

const defaults = Object.freeze({ maxRetries: 3, maxRetryDelayMs: 30_000, timeoutMs: 120_000 });

/** All that the server's API offers, typed from its OpenAPI. */
export type MaazaClient = ReturnType<typeof createClient>;

/**
 * Makes a client. Every call rejects with a `MaazaApiError` for an answer that is an error, and with a `MaazaConnectionError` where none came.
 */
export function createClient(options: MaazaClientOptions) {
  const { baseUrl, apiKey, fetch = globalThis.fetch } = options;
  const transport: TransportOptions = { ...defaults, ...options, baseUrl: baseUrl.replace(/\/+$/, ''), apiKey, fetch };
  const get = <T>(path: string, { signal }: CallOptions, query?: Call['query']) =>
    send<T>(transport, { method: 'GET', path, query, signal });
  const post = <T>(path: string, body: unknown, { signal, idempotencyKey = crypto.randomUUID() }: CallOptions) =>
    send<T>(transport, { method: 'POST', path, body, signal, idempotencyKey });
  const keyPath = (id: string) => `/v1/keys/${encodeURIComponent(id)}`;
  return {
    extract: <T = unknown>(request: ExtractRequest, call: CallOptions = {}) => post<Extraction<T>>('/v1/extract', request, call),
    extractBatch: <T = unknown>(request: BatchRequest, call: CallOptions = {}) => post<Batch<T>>('/v1/extract/batch', request, call),
    getExtraction: <T = unknown>(id: string, call: CallOptions = {}) =>
      get<Extraction<T>>(`/v1/extractions/${encodeURIComponent(id)}`, call),
    listModels: (call: CallOptions = {}) => get<Models>('/v1/models', call),
    checkSchema: (request: SchemaCheckRequest, call: CallOptions = {}) => post<SchemaReport>('/v1/schemas/check', request, call),
    getUsage: (query: { from?: string; to?: string; group_by?: Usage['group_by'] } = {}, call: CallOptions = {}) =>
      get<Usage>('/v1/usage', call, query),
    getQuota: (call: CallOptions = {}) => get<Quota>('/v1/usage/quota', call),
    keys: {
      create: (request: CreateKeyRequest, call: CallOptions = {}) => post<CreatedApiKey>('/v1/keys', request, call),
      list: (query: { limit?: number; before?: string } = {}, call: CallOptions = {}) => get<ApiKeyList>('/v1/keys', call, query),
      get: (id: string, call: CallOptions = {}) => get<ApiKey>(keyPath(id), call),
      update: (id: string, body: UpdateKeyRequest, { signal }: CallOptions = {}) =>
        send<ApiKey>(transport, { method: 'PATCH', path: keyPath(id), body, signal }),
      revoke: (id: string, { signal }: CallOptions = {}) => send<ApiKey>(transport, { method: 'DELETE', path: keyPath(id), signal }),
      rotate: (id: string, request: RotateKeyRequest = {}, call: CallOptions = {}) =>
        post<CreatedApiKey>(`${keyPath(id)}/rotate`, request, call),
    },
    auth: {
      register: (request: { email: string; password: string }, call: CallOptions = {}) => post<Login>('/v1/auth/register', request, call),
      login: (request: { email: string; password: string }, call: CallOptions = {}) => post<Login>('/v1/auth/login', request, call),
      refresh: (refreshToken: string, call: CallOptions = {}) => post<Login>('/v1/auth/refresh', { refresh_token: refreshToken }, call),
      logout: (refreshToken: string, call: CallOptions = {}) =>
        post<{ object: 'logout' }>('/v1/auth/logout', { refresh_token: refreshToken }, call),
    },
  };
}
