import { RequestError } from '../../errors/index.js';

export interface OpenAiEngineConfig {
  /** the part of the address before `/chat/completions`, for instance `http://127.0.0.1:11434/v1` */
  readonly baseUrl: string;
  /** name of a model on that server */
  readonly model: string;
  /** sent as a bearer token. @default none */
  readonly apiKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * How the server is told what to answer: by JSON Schema, by "some JSON object", or by the prompt alone. Not every server knows the first.
   * @default 'json_schema'
   */
  readonly responseFormat?: 'json_schema' | 'json_object' | 'none';
  /** ask for the probabilities of tokens, of which those of values are made; a server that has none may refuse. @default false */
  readonly logprobs?: boolean;
  /** further tries after an answer 408, 409, 429 or 5xx, or none at all, 0 … 10. @default 3 */
  readonly maxRetries?: number;
  /** longest wait between tries, also where the server asks for more, 0 … 600_000. @default 30_000 */
  readonly maxRetryDelayMs?: number;
  /** for one try, 1 … 3_600_000. @default 120_000 */
  readonly attemptTimeoutMs?: number;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch;
}

export const openAiEngineDefaults = Object.freeze({
  responseFormat: 'json_schema' as const,
  logprobs: false,
  maxRetries: 3,
  maxRetryDelayMs: 30_000,
  attemptTimeoutMs: 120_000,
});

export type ResolvedConfig = OpenAiEngineConfig & Required<Pick<OpenAiEngineConfig, keyof typeof openAiEngineDefaults>>;

const RESPONSE_FORMATS = ['json_schema', 'json_object', 'none'];

const wrong = (option: string, wanted: string) =>
  new RequestError('invalid_request', `${option} of the OpenAI-compatible engine must be ${wanted}`, { details: { option, wanted } });

function assertInteger(option: string, value: number, low: number, high: number): void {
  if (!Number.isInteger(value) || value < low || value > high) throw wrong(option, `an integer from ${low} to ${high}`);
}

/** @throws {RequestError} `invalid_request`, which does not repeat the address: it may hold a password */
export function resolveConfig(config: OpenAiEngineConfig): ResolvedConfig {
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as unknown as OpenAiEngineConfig;
  const resolved = { ...openAiEngineDefaults, ...given };
  const { baseUrl, model, responseFormat, maxRetries, maxRetryDelayMs, attemptTimeoutMs } = resolved;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong('baseUrl', 'an http or https address');
  // `fetch` takes no such address, and its message would repeat the password.
  if (url.username || url.password) throw wrong('baseUrl', 'an address without a user name; give apiKey or headers instead');
  if (typeof model !== 'string' || model === '') throw wrong('model', 'the name of a model');
  if (!RESPONSE_FORMATS.includes(responseFormat)) throw wrong('responseFormat', `one of ${RESPONSE_FORMATS.join(', ')}`);
  assertInteger('maxRetries', maxRetries, 0, 10);
  assertInteger('maxRetryDelayMs', maxRetryDelayMs, 0, 600_000);
  assertInteger('attemptTimeoutMs', attemptTimeoutMs, 1, 3_600_000);
  return { ...resolved, baseUrl: baseUrl.replace(/\/+$/, '') };
}
