import type { RateDecision } from './gcra.js';

export type { RateDecision } from './gcra.js';

/** Counts requests by key. Every implementation decides and counts in one step, so that two callers never share one unit. */
export interface RateLimiter {
  /**
   * @param perMinute - requests per minute, and at once after a pause
   * @param aheadMicros - what the caller knows at least about TAT minus now, where the store may have forgotten
   * @throws where the store does not answer
   */
  take(key: string, perMinute: number, aheadMicros?: number): Promise<RateDecision>;
  /** @throws where the store does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}
