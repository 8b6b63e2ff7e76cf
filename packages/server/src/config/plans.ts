import { readFileSync } from 'node:fs';
import { z } from 'zod';

const limit = z.int().min(1).max(1_000_000_000).nullable();

/** What an account may do. `null` is: no limit. */
const planSchema = z.strictObject({ requests_per_minute: limit, extractions_per_month: limit });
const plansSchema = z.record(z.string().regex(/^[a-z][a-z0-9_-]{0,31}$/), planSchema);

export interface Plan {
  readonly name: string;
  /** requests that run the model, per minute and key; null: no limit */
  readonly requestsPerMinute: number | null;
  /** extractions per calendar month (UTC) and account; null: no limit */
  readonly extractionsPerMonth: number | null;
}

export type Plans = ReadonlyMap<string, Plan>;

/** The plan of an account that names no other. */
export const DEFAULT_PLAN = 'free';

const defaults: z.infer<typeof plansSchema> = {
  free: { requests_per_minute: 10, extractions_per_month: 1000 },
  developer: { requests_per_minute: 60, extractions_per_month: 10_000 },
  team: { requests_per_minute: 300, extractions_per_month: 100_000 },
  enterprise: { requests_per_minute: null, extractions_per_month: null },
};

function toPlans(table: z.infer<typeof plansSchema>): Plans {
  return new Map(
    Object.entries(table).map(([name, plan]) => [
      name,
      Object.freeze({ name, requestsPerMinute: plan.requests_per_minute, extractionsPerMonth: plan.extractions_per_month }),
    ]),
  );
}

/**
 * The plans of a JSON file, which must hold one called `free`; without a file, the four built-in ones.
 * @throws {Error} that names the file and what is wrong with it
 */
export function loadPlans(file: string | undefined): Plans {
  if (file === undefined) return toPlans(defaults);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`MAAZA_PLANS_FILE: ${file} cannot be read as JSON: ${(cause as Error).message}`, { cause });
  }
  const parsed = plansSchema.safeParse(content);
  if (!parsed.success) throw new Error(`MAAZA_PLANS_FILE: ${file}: ${z.prettifyError(parsed.error)}`);
  if (!Object.hasOwn(parsed.data, DEFAULT_PLAN)) throw new Error(`MAAZA_PLANS_FILE: ${file}: the plan "${DEFAULT_PLAN}" is missing`);
  return toPlans(parsed.data);
}
