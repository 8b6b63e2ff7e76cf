import { sql } from 'kysely';
import type { Database } from '../database/database.js';
import type { Mode } from '../keys/api-key.js';

export const groupings = ['day', 'key', 'model'] as const;
export type Grouping = (typeof groupings)[number];

export interface UsageRow {
  /** start of the day (Unix ms), id of the key or null, or id of the model */
  readonly group: string | number | null;
  readonly requests: number;
  readonly cached: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

const DAY_MS = 86_400_000;

/** What was metered. */
export class UsageStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Sums from `from` (inclusive) to `to` (exclusive). */
  async sum(filter: { userId: string; mode: Mode | undefined; from: number; to: number; groupBy: Grouping }): Promise<UsageRow[]> {
    const group = {
      day: sql<string | number | null>`(created_at / ${sql.lit(DAY_MS)}) * ${sql.lit(DAY_MS)}`,
      key: sql<string | number | null>`api_key_id`,
      model: sql<string | number | null>`model`,
    }[filter.groupBy];
    let query = this.#database.kysely
      .selectFrom('usage_logs')
      .select([
        group.as('group'),
        sql<number>`count(*)`.as('requests'),
        sql<number>`sum(is_cached)`.as('cached'),
        sql<number>`sum(input_tokens)`.as('input_tokens'),
        sql<number>`sum(output_tokens)`.as('output_tokens'),
      ])
      .where('user_id', '=', filter.userId)
      .where('created_at', '>=', filter.from)
      .where('created_at', '<', filter.to);
    if (filter.mode !== undefined) query = query.where('mode', '=', filter.mode);
    const rows = await query.groupBy(sql`1`).orderBy(sql`1`).execute();
    return rows.map((row) => ({
      group: row.group,
      requests: Number(row.requests),
      cached: Number(row.cached),
      inputTokens: Number(row.input_tokens),
      outputTokens: Number(row.output_tokens),
    }));
  }

  async quotaUsed(userId: string, month: string): Promise<number> {
    const row = await this.#database.kysely
      .selectFrom('quotas')
      .select('used')
      .where('user_id', '=', userId)
      .where('month', '=', month)
      .executeTakeFirst();
    return row?.used ?? 0;
  }
}
