import type { Redis } from 'ioredis';
import { describeDecision, paceOf } from './gcra.js';
import type { RateLimiter } from './rate-limiter.js';

/**
 * `nextTat` of gcra.ts, inside Redis and by its clock. KEYS: the key. ARGV: interval, tolerance, least lead (microseconds). Gives whether it is
 * allowed, and TAT minus now. Numbers are kept as whole decimal text: they are larger than what Lua prints exactly by itself.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local tat = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now + tonumber(ARGV[3]))
local after = tat + tonumber(ARGV[1])
local allowed = 0
if after - now <= tonumber(ARGV[2]) then
  tat = after
  allowed = 1
end
if tat > now then
  redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', math.ceil((tat - now) / 1000))
end
return {allowed, string.format('%.0f', tat - now)}`;

interface RedisWithScript extends Redis {
  maazaTake(key: string, interval: number, tolerance: number, ahead: number): Promise<[number, string]>;
}

/** Limits in Redis, exact across all processes that use it. */
export function createRedisLimiter(redis: Redis, prefix = 'maaza:limit:'): RateLimiter {
  redis.defineCommand('maazaTake', { numberOfKeys: 1, lua: SCRIPT });
  return {
    async take(key, perMinute, aheadMicros = 0) {
      const { interval, tolerance } = paceOf(perMinute);
      const [isAllowed, ahead] = await (redis as RedisWithScript).maazaTake(prefix + key, interval, tolerance, Math.round(aheadMicros));
      return describeDecision(isAllowed === 1, Number(ahead), perMinute);
    },
    ping: async () => void (await redis.ping()),
    close: async () => redis.disconnect(),
  };
}
