/**
 * The generic cell rate algorithm (ITU-T I.371): one number per key, the theoretical arrival time (TAT) of the next request. A full allowance
 * may come at once, then one request per interval; no window borders at which twice the limit gets through. Times are Unix microseconds, whole.
 */

const MINUTE_MICROS = 60_000_000;

/** What one limit means in microseconds. */
export interface Pace {
  /** between two requests at the steady rate */
  readonly interval: number;
  /** how far the TAT may lie ahead of now after a request */
  readonly tolerance: number;
}

export interface RateDecision {
  readonly isAllowed: boolean;
  /** requests per minute, and at once after a pause */
  readonly limit: number;
  /** requests that would be let through now */
  readonly remaining: number;
  /** until the next request is let through; 0 where one is now */
  readonly retryAfterMs: number;
  /** until the whole allowance is there again */
  readonly resetMs: number;
}

export function paceOf(perMinute: number): Pace {
  // Rounded up: never more than the limit.
  const interval = Math.ceil(MINUTE_MICROS / perMinute);
  return { interval, tolerance: interval * perMinute };
}

/** @returns the new TAT, or undefined where the request is refused */
export function nextTat(tat: number, now: number, { interval, tolerance }: Pace): number | undefined {
  const next = Math.max(tat, now) + interval;
  return next - now <= tolerance ? next : undefined;
}

/** @param ahead - TAT minus now after the decision, in microseconds */
export function describeDecision(isAllowed: boolean, ahead: number, perMinute: number): RateDecision {
  const { interval, tolerance } = paceOf(perMinute);
  const lead = Math.max(0, ahead);
  return {
    isAllowed,
    limit: perMinute,
    remaining: isAllowed ? Math.max(0, Math.floor((tolerance - lead) / interval)) : 0,
    retryAfterMs: Math.max(0, Math.ceil((lead + interval - tolerance) / 1000)),
    resetMs: Math.ceil(lead / 1000),
  };
}
