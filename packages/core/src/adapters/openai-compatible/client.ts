import ky, { HTTPError } from 'ky';
import { AbortedError, ModelError } from '../../errors/index.js';
import type { ResolvedConfig } from './config.js';

/** What is read of a token's probability. */
export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

/** What is read of a chat completion. */
export interface Completion {
  readonly content: string;
  readonly finishReason: string | undefined;
  readonly logprobs: readonly TokenLogprob[] | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const RETRIED_STATUSES = [408, 409, 425, 429, 500, 502, 503, 504];
const EVIDENCE_LENGTH = 500;

/** Where a request went, without what an address may hold in secret. */
const placeOf = (baseUrl: string): string => {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname;
};

const unavailable = (config: ResolvedConfig, reason: string, details: Record<string, unknown>, cause?: unknown) =>
  new ModelError('engine_unavailable', `the server at ${placeOf(config.baseUrl)} ${reason}`, {
    details: { url: placeOf(config.baseUrl), model: config.model, ...details },
    cause,
  });

const unreadable = (reason: string, received: string, details: Record<string, unknown> = {}) =>
  new ModelError('extraction_failed', `the model's answer cannot be used: ${reason}`, {
    details: { ...details, received: received.slice(0, EVIDENCE_LENGTH) },
  });

function assertNotAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const isTimeout = (signal.reason as { name?: string } | undefined)?.name === 'TimeoutError';
  throw new AbortedError(
    isTimeout ? 'timeout' : 'aborted',
    isTimeout ? 'the extraction took longer than its time limit' : 'the extraction was aborted',
    { cause: signal.reason },
  );
}

/**
 * One chat completion, tried again where the server is busy or gone.
 * @throws {ModelError} `engine_unavailable`, `extraction_failed` where what comes back is not a completion
 * @throws {AbortedError} `aborted`, `timeout`
 */
export async function complete(config: ResolvedConfig, body: object, signal: AbortSignal | undefined): Promise<Completion> {
  const { apiKey, maxRetries, maxRetryDelayMs } = config;
  assertNotAborted(signal);
  let text: string;
  try {
    text = await ky
      .post(`${config.baseUrl}/chat/completions`, {
        json: body,
        signal,
        headers: { ...config.headers, ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) },
        // Each try has a limit of its own, which also holds while its body is read.
        timeout: false,
        fetch: withTimeLimit(config),
        retry: {
          limit: maxRetries,
          methods: ['post'],
          statusCodes: RETRIED_STATUSES,
          afterStatusCodes: [429, 503],
          maxRetryAfter: maxRetryDelayMs,
          backoffLimit: maxRetryDelayMs,
          // Between half and all of the delay: clients that were turned away together do not come back together.
          jitter: (delay) => delay * (0.5 + Math.random() / 2),
        },
      })
      .text();
  } catch (error) {
    assertNotAborted(signal);
    throw await toModelError(error, config);
  }
  return readCompletion(text);
}

function withTimeLimit({ attemptTimeoutMs, fetch = globalThis.fetch }: ResolvedConfig): typeof globalThis.fetch {
  return (input, init) => {
    const signals = [input instanceof Request ? input.signal : undefined, init?.signal, AbortSignal.timeout(attemptTimeoutMs)];
    return fetch(input, { ...init, signal: AbortSignal.any(signals.filter((signal) => signal instanceof AbortSignal)) });
  };
}

async function toModelError(error: unknown, config: ResolvedConfig): Promise<ModelError> {
  if (error instanceof HTTPError) {
    const { status } = error.response;
    const answer = (await error.response.text().catch(() => '')).slice(0, EVIDENCE_LENGTH);
    return unavailable(config, `answered ${status}${messageIn(answer)}`, { status, answer }, error);
  }
  const { name, message, cause } = error as Error;
  if (name === 'TimeoutError') return unavailable(config, `did not answer within ${config.attemptTimeoutMs / 1000} s`, {}, error);
  // `fetch failed` hides its reason in the cause.
  const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
  return unavailable(config, `cannot be reached: ${reason}`, {}, error);
}

/** Most servers answer `{ error: { message } }`, some `{ error: message }`. */
function messageIn(answer: string): string {
  try {
    const { error } = JSON.parse(answer) as { error?: { message?: unknown } | string };
    const message = typeof error === 'string' ? error : error?.message;
    return typeof message === 'string' ? `: ${message}` : '';
  } catch {
    return '';
  }
}

function readCompletion(text: string): Completion {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw unreadable('it is not JSON', text);
  }
  const { choices, usage } = (answer ?? {}) as {
    choices?: { message?: { content?: unknown; refusal?: unknown }; finish_reason?: unknown; logprobs?: { content?: unknown } }[];
    usage?: { prompt_tokens?: unknown; completion_tokens?: unknown };
  };
  const [choice] = Array.isArray(choices) ? choices : [];
  const refusal = choice?.message?.refusal;
  if (typeof refusal === 'string' && refusal !== '') throw unreadable('the model refused', refusal);
  const content = choice?.message?.content;
  if (typeof content !== 'string') throw unreadable('there is no text in it', text);
  const tokens = choice?.logprobs?.content;
  return {
    content,
    finishReason: typeof choice?.finish_reason === 'string' ? choice.finish_reason : undefined,
    logprobs: Array.isArray(tokens) ? tokens.filter(isTokenLogprob) : undefined,
    inputTokens: toCount(usage?.prompt_tokens),
    outputTokens: toCount(usage?.completion_tokens),
  };
}

const toCount = (value: unknown): number => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0);

const isTokenLogprob = (value: unknown): value is TokenLogprob =>
  typeof (value as TokenLogprob | undefined)?.token === 'string' && typeof (value as TokenLogprob).logprob === 'number';

/**
 * The JSON in an answer; models without a schema like to put it into a code block.
 * @throws {ModelError} `extraction_failed`
 */
export function parseContent({ content, finishReason }: Completion): {
  readonly data: unknown;
  readonly json: string;
  readonly offset: number;
} {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(content);
  const json = fenced ? fenced[1]! : content;
  try {
    return { data: JSON.parse(json), json, offset: fenced ? content.indexOf(json, content.indexOf('```') + 3) : 0 };
  } catch {
    const reason = finishReason === 'length' ? 'it was cut off at its token limit' : 'its text is not JSON';
    throw unreadable(reason, content, { finishReason });
  }
}
