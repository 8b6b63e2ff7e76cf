import { z } from 'zod';
import { type Clock, monthOf, nextMonthAt } from '../clock.js';
import { replySchema, timestamp, toTimestamp } from '../http/named-schemas.js';
import { defineRoute, type Route } from '../http/route.js';
import { ServerError } from '../http/server-error.js';
import { modes } from '../keys/api-key.js';
import { groupings, type UsageStore } from './usage-store.js';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 400;

const sums = { requests: z.int(), cached: z.int(), input_tokens: z.int(), output_tokens: z.int() };
const usageReply = replySchema(
  'Usage',
  z.object({
    object: z.literal('usage'),
    from: timestamp,
    to: timestamp,
    group_by: z.enum(groupings),
    data: z.array(
      z.object({ date: z.string().optional(), key_id: z.string().nullable().optional(), model: z.string().optional(), ...sums }),
    ),
    total: z.object(sums),
  }),
);
const quotaReply = replySchema(
  'Quota',
  z.object({
    object: z.literal('quota'),
    plan: z.string(),
    month: z.string(),
    limit: z.int().nullable().describe('null: no limit'),
    used: z.int().describe('extractions under way included'),
    remaining: z.int().nullable(),
    resets_at: timestamp,
    requests_per_minute: z.int().nullable(),
  }),
);

const day = z.union([z.iso.date(), z.iso.datetime()]);
const query = z.strictObject({
  from: day.optional().describe('date or time (UTC), included; default: 30 days ago'),
  to: day.optional().describe('date or time (UTC); a date is included as a whole; default: now'),
  group_by: z.enum(groupings).default('day'),
});

const isDate = (value: string) => value.length === 'YYYY-MM-DD'.length;

function readRange({ from, to }: z.output<typeof query>, now: number): { readonly from: number; readonly to: number } {
  const end = to === undefined ? now + 1 : Date.parse(to) + (isDate(to) ? DAY_MS : 0);
  const start = from === undefined ? Math.floor((end - DEFAULT_DAYS * DAY_MS) / DAY_MS) * DAY_MS : Date.parse(from);
  if (start >= end) throw new ServerError('invalid_request', 'query: from must be before to');
  if (end - start > MAX_DAYS * DAY_MS)
    throw new ServerError('invalid_request', `query: at most ${MAX_DAYS} days`, { details: { limit: MAX_DAYS } });
  return { from: start, to: end };
}

export function usageRoutes({ usage, clock }: { readonly usage: UsageStore; readonly clock: Clock }): Route[] {
  const shared = { method: 'get', tag: 'usage', access: { scope: 'usage:read', modes }, limit: 'management' } as const;
  return [
    defineRoute(
      {
        ...shared,
        path: '/v1/usage',
        operationId: 'getUsage',
        summary: 'What was metered, by day, key or model',
        description: 'A key sees the usage of its own mode, a login sees both.',
        query,
        replies: { 200: { description: 'Sums of each group', schema: usageReply } },
        errors: [],
      },
      async ({ principal, query: asked }) => {
        const range = readRange(asked, clock());
        const mode = principal.apiKeyId === null ? undefined : principal.mode;
        const rows = await usage.sum({ userId: principal.userId, mode, ...range, groupBy: asked.group_by });
        const label = {
          day: (group: unknown) => ({ date: toTimestamp(group as number).slice(0, 10) }),
          key: (group: unknown) => ({ key_id: group }),
          model: (group: unknown) => ({ model: group }),
        }[asked.group_by];
        const data = rows.map(({ group, requests, cached, inputTokens, outputTokens }) => ({
          ...label(group),
          requests,
          cached,
          input_tokens: inputTokens,
          output_tokens: outputTokens,
        }));
        const total = { requests: 0, cached: 0, input_tokens: 0, output_tokens: 0 };
        for (const row of data) for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += row[name];
        return {
          status: 200,
          body: { object: 'usage', from: toTimestamp(range.from), to: toTimestamp(range.to), group_by: asked.group_by, data, total },
        };
      },
    ),
    defineRoute(
      {
        ...shared,
        path: '/v1/usage/quota',
        operationId: 'getQuota',
        summary: "What is left of the month's quota",
        replies: { 200: { description: 'The quota of the account', schema: quotaReply } },
        errors: [],
      },
      async ({ principal: { userId, plan, requestsPerMinute } }) => {
        const now = clock();
        const month = monthOf(now);
        const used = await usage.quotaUsed(userId, month);
        const limit = plan.extractionsPerMonth;
        return {
          status: 200,
          body: {
            object: 'quota',
            plan: plan.name,
            month,
            limit,
            used,
            remaining: limit === null ? null : Math.max(0, limit - used),
            resets_at: toTimestamp(nextMonthAt(now)),
            requests_per_minute: requestsPerMinute,
          },
        };
      },
    ),
  ];
}
