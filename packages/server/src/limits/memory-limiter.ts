import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import { describeDecision, nextTat, paceOf } from './gcra.js';
import type { RateLimiter } from './rate-limiter.js';

const MAX_KEYS = 100_000;

/** Limits of this process alone. */
export function createMemoryLimiter(clock: Clock): RateLimiter {
  const tats = new LRUCache<string, number>({ max: MAX_KEYS });
  return {
    async take(key, perMinute, aheadMicros = 0) {
      const now = Math.floor(clock() * 1000);
      const tat = Math.max(tats.get(key) ?? 0, now + aheadMicros);
      const next = nextTat(tat, now, paceOf(perMinute));
      tats.set(key, next ?? tat);
      return describeDecision(next !== undefined, (next ?? tat) - now, perMinute);
    },
    ping: async () => {},
    close: async () => tats.clear(),
  };
}
