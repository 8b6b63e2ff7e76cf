import type { Plan } from '../config/plans.js';
import type { MeteredAccount } from '../metering/metering-table.js';
import type { Mode, Scope } from './api-key.js';

/** Who is asking: an API key, or a user who has logged in. */
export interface Principal {
  readonly userId: string;
  /** null: a login */
  readonly apiKeyId: string | null;
  readonly mode: Mode;
  readonly scopes: ReadonlySet<Scope>;
  readonly plan: Plan;
  /** requests that run the model; null: no limit */
  readonly requestsPerMinute: number | null;
  /** what rate limits and the fair queue count by */
  readonly lane: string;
}

export const meteredAccount = ({ userId, apiKeyId, mode, plan }: Principal): MeteredAccount => ({
  userId,
  apiKeyId,
  mode,
  monthlyLimit: plan.extractionsPerMonth,
});

/** The stricter of two limits. */
export const strictest = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
