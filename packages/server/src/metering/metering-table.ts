import { sql } from 'kysely';
import type { Trx } from '../database/database.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import { type Claim, claim, dropClaim, keepAnswer, type StoredAnswer } from '../idempotency/idempotency-table.js';
import { createId } from '../ids.js';
import type { Mode } from '../keys/api-key.js';

/** Who pays, and from what. */
export interface MeteredAccount {
  readonly userId: string;
  readonly apiKeyId: string | null;
  readonly mode: Mode;
  /** extractions per month; null: no limit */
  readonly monthlyLimit: number | null;
}

export interface ReserveOperation {
  readonly kind: 'reserve';
  readonly account: MeteredAccount;
  /** one for each extraction */
  readonly ids: readonly string[];
  readonly month: string;
  readonly now: number;
  readonly key: IdempotencyKey | undefined;
}

export interface MeteredExtraction {
  readonly id: string;
  readonly model: string;
  readonly outcome: 'valid' | 'invalid';
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly latencyMs: number;
  readonly isCached: boolean;
}

export interface SettleOperation {
  readonly kind: 'settle';
  readonly account: MeteredAccount;
  /** what becomes usage */
  readonly done: readonly MeteredExtraction[];
  /** what is given back */
  readonly failed: readonly string[];
  readonly now: number;
  readonly key: IdempotencyKey | undefined;
  /** kept for repetitions; without one the key is given back */
  readonly answer: StoredAnswer | undefined;
  /** the answers that GET /v1/extractions/:id gives */
  readonly stored: readonly { readonly id: string; readonly body: string }[];
}

export interface ReserveResult {
  readonly claim: Claim;
  /** the first so many ids are reserved */
  readonly granted: number;
}

const isBillable = ({ mode }: MeteredAccount) => (mode === 'live' ? 1 : 0);

/** Takes up to `wanted` units of the month's quota and gives how many there were. One statement decides, so any number of processes agree. */
async function takeQuota(trx: Trx, { account, month, ids }: ReserveOperation): Promise<number> {
  const { userId, monthlyLimit } = account;
  await trx
    .insertInto('quotas')
    .values({ user_id: userId, month, used: 0 })
    .onConflict((conflict) => conflict.columns(['user_id', 'month']).doNothing())
    .execute();
  const take = async (count: number) => {
    const taken = trx
      .updateTable('quotas')
      .set({ used: sql<number>`used + ${count}` })
      .where('user_id', '=', userId)
      .where('month', '=', month);
    const bounded = monthlyLimit === null ? taken : taken.where(sql<boolean>`used + ${count} <= ${monthlyLimit}`);
    return (await bounded.executeTakeFirst()).numUpdatedRows > 0n;
  };
  if (await take(ids.length)) return ids.length;
  // Fewer are left than wanted: one by one, as far as it goes.
  let granted = 0;
  while (granted < ids.length - 1 && (await take(1))) granted++;
  return granted;
}

export async function reserve(trx: Trx, operation: ReserveOperation, instanceId: string): Promise<ReserveResult> {
  const { account, ids, month, now, key } = operation;
  const outcome: Claim = key ? await claim(trx, key, { instanceId, now }) : { kind: 'claimed' };
  if (outcome.kind !== 'claimed') return { claim: outcome, granted: 0 };
  const granted = isBillable(account) ? await takeQuota(trx, operation) : ids.length;
  if (granted === 0) {
    if (key) await dropClaim(trx, key, instanceId);
    return { claim: outcome, granted };
  }
  const rows = ids.slice(0, granted).map((id) => ({
    id,
    user_id: account.userId,
    api_key_id: account.apiKeyId,
    mode: account.mode,
    month,
    is_billable: isBillable(account),
    instance_id: instanceId,
    created_at: now,
  }));
  await trx.insertInto('reservations').values(rows).execute();
  return { claim: outcome, granted };
}

/** Takes reservations out of the table. Who got a row has it for himself: another transaction cannot get it too. */
const takeReservations = async (trx: Trx, ids: readonly string[]) =>
  ids.length === 0
    ? []
    : trx.deleteFrom('reservations').where('id', 'in', ids).returning(['id', 'user_id', 'month', 'is_billable']).execute();

type Reservation = Awaited<ReturnType<typeof takeReservations>>[number];

/** Gives the units of reservations back to their months. In the order of the accounts, so that two that do it never wait for each other. */
export async function refund(trx: Trx, reservations: readonly Reservation[]): Promise<void> {
  const counts = new Map<string, { userId: string; month: string; count: number }>();
  for (const { user_id: userId, month, is_billable } of reservations) {
    const key = `${userId} ${month}`;
    if (is_billable) counts.set(key, { userId, month, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  for (const [, { userId, month, count }] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    await trx
      .updateTable('quotas')
      .set({ used: sql<number>`used - ${count}` })
      .where('user_id', '=', userId)
      .where('month', '=', month)
      .execute();
  }
}

/**
 * Turns reservations into usage, or gives them back.
 * @returns false, with nothing metered, where one of `done` is no longer reserved: this process counted as dead, and its answer must not go out
 */
export async function settle(trx: Trx, operation: SettleOperation, instanceId: string): Promise<boolean> {
  const { account, done, failed, now, key, answer, stored } = operation;
  await refund(trx, await takeReservations(trx, failed));
  const taken = await takeReservations(
    trx,
    done.map(({ id }) => id),
  );
  const isLost = taken.length < done.length || (key && answer && !(await keepAnswer(trx, key, instanceId, answer)));
  if (isLost) {
    await refund(trx, taken);
    if (key) await dropClaim(trx, key, instanceId);
    return false;
  }
  if (done.length > 0) await insertUsage(trx, operation, new Map(taken.map((row) => [row.id, row])));
  if (key && !answer) await dropClaim(trx, key, instanceId);
  const extractions = stored.map(({ id, body }) => ({ id, body, user_id: account.userId, mode: account.mode, created_at: now }));
  if (extractions.length > 0) await trx.insertInto('extractions').values(extractions).execute();
  return true;
}

async function insertUsage(
  trx: Trx,
  { account, done, now }: SettleOperation,
  reservations: ReadonlyMap<string, Reservation>,
): Promise<void> {
  const usage = done.map((one) => ({
    id: one.id,
    created_at: now,
    user_id: account.userId,
    api_key_id: account.apiKeyId,
    mode: account.mode,
    model: one.model,
    outcome: one.outcome,
    input_tokens: one.inputTokens,
    output_tokens: one.outputTokens,
    latency_ms: Math.round(one.latencyMs),
    is_cached: one.isCached ? 1 : 0,
  }));
  await trx.insertInto('usage_logs').values(usage).execute();
  const billed = done.flatMap(({ id }) => {
    const { month, is_billable } = reservations.get(id)!;
    const event = {
      id: createId('evt'),
      usage_id: id,
      user_id: account.userId,
      kind: 'extraction' as const,
      quantity: 1,
      month,
      created_at: now,
    };
    return is_billable ? [event] : [];
  });
  if (billed.length > 0) await trx.insertInto('billing_events').values(billed).execute();
}
