import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import { ServerError } from '../http/server-error.js';
import { describeDecision, nextTat, paceOf } from './gcra.js';
import type { RateDecision, RateLimiter } from './rate-limiter.js';

interface Mirror {
  /** TAT by the clock of this process, in microseconds */
  tat: number;
  /** how often the shared store was lost when this was learnt */
  losses: number;
}

const MAX_KEYS = 100_000;

export interface ResilientLimiter extends RateLimiter {
  /** To be called when the connection breaks: the store may come back empty. */
  noteLoss(): void;
  readonly isDegraded: boolean;
}

/**
 * A shared limiter that may go away. This process remembers what the shared store last said about each key. While the store is away, it goes on
 * counting from there, alone; when the store comes back, perhaps empty, it is told. So with N processes a key gets at most N times its limit during
 * an outage, and exactly its limit where all its requests come to one process.
 */
export function createResilientLimiter(
  shared: RateLimiter,
  {
    onFailure,
    clock,
    onDegraded,
  }: { readonly onFailure: 'local' | 'refuse'; readonly clock: Clock; readonly onDegraded: (error: unknown) => void },
): ResilientLimiter {
  const mirrors = new LRUCache<string, Mirror>({ max: MAX_KEYS });
  let losses = 0;
  let isDegraded = false;
  const micros = () => Math.floor(clock() * 1000);

  function decideAlone(key: string, perMinute: number): RateDecision {
    const now = micros();
    const tat = mirrors.get(key)?.tat ?? 0;
    const next = nextTat(tat, now, paceOf(perMinute));
    // Never equal to the current count: the shared store has to hear of this.
    mirrors.set(key, { tat: next ?? tat, losses: -1 });
    return describeDecision(next !== undefined, (next ?? tat) - now, perMinute);
  }

  return {
    get isDegraded() {
      return isDegraded;
    },
    noteLoss() {
      losses++;
    },
    async take(key, perMinute) {
      const known = mirrors.get(key);
      const mayBeForgotten = known !== undefined && known.losses !== losses;
      const learntAt = losses;
      try {
        const decision = await shared.take(key, perMinute, mayBeForgotten ? Math.max(0, known.tat - micros()) : 0);
        mirrors.set(key, { tat: micros() + decision.resetMs * 1000, losses: learntAt });
        isDegraded = false;
        return decision;
      } catch (error) {
        if (!isDegraded) onDegraded(error);
        isDegraded = true;
        if (onFailure === 'refuse')
          throw new ServerError('service_unavailable', 'rate limits cannot be counted now', { retryAfterSeconds: 2, cause: error });
        return decideAlone(key, perMinute);
      }
    },
    ping: () => shared.ping(),
    close: () => shared.close(),
  };
}
