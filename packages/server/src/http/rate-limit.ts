import type { Principal } from '../keys/principal.js';
import type { RateDecision, RateLimiter } from '../limits/rate-limiter.js';
import type { Route } from './route.js';
import { ServerError } from './server-error.js';

/** Limits of what runs no model, per minute; 0: no limit. */
export interface OtherLimits {
  readonly managementRateLimit: number;
  readonly addressRateLimit: number;
}

const seconds = (ms: number) => Math.ceil(ms / 1000);

/** The fields of draft-ietf-httpapi-ratelimit-headers, and the three older ones that most clients read. */
function toHeaders({ limit, remaining, resetMs, retryAfterMs }: RateDecision): Record<string, string> {
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(seconds(remaining > 0 ? resetMs : Math.max(resetMs, retryAfterMs))),
    'ratelimit-policy': `"default";q=${limit};w=60`,
    ratelimit: `"default";r=${remaining};t=${seconds(resetMs)}`,
  };
}

export interface RateSubject {
  readonly route: Route;
  readonly principal: Principal | undefined;
  readonly address: string;
}

/**
 * Counts one request.
 * @returns headers for the answer @throws {ServerError} `rate_limit_exceeded`
 */
export async function takeRate(limiter: RateLimiter, subject: RateSubject, others: OtherLimits): Promise<Record<string, string>> {
  const [key, perMinute] = limitOf(subject, others);
  if (perMinute === null) return {};
  const decision = await limiter.take(key, perMinute);
  const headers = toHeaders(decision);
  if (decision.isAllowed) return headers;
  throw new ServerError('rate_limit_exceeded', `more than ${perMinute} requests a minute`, {
    details: { limit_per_minute: perMinute, retry_after_ms: decision.retryAfterMs },
    retryAfterSeconds: Math.max(1, seconds(decision.retryAfterMs)),
    headers,
  });
}

function limitOf({ route, principal, address }: RateSubject, others: OtherLimits): readonly [string, number | null] {
  if (route.limit === 'address') return [`address:${address}`, others.addressRateLimit || null];
  if (route.limit === 'management') return [`management:${principal!.lane}`, others.managementRateLimit || null];
  return [`model:${principal!.lane}`, principal!.requestsPerMinute];
}
