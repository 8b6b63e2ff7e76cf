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

type QuotaRequest = Pick<ReserveOperation, 'account' | 'month'>;

/** Takes so many units of the month's quota, or none. One statement decides, so any number of processes agree. */
async function takeUnits(trx: Trx, { account: { userId, monthlyLimit }, month }: QuotaRequest, count: number): Promise<boolean> {
  const taken = trx
    .updateTable('quotas')
    .set({ used: sql<number>`used + ${count}` })
    .where('user_id', '=', userId)
    .where('month', '=', month);
  const bounded = monthlyLimit === null ? taken : taken.where(sql<boolean>`used + ${count} <= ${monthlyLimit}`);
  return (await bounded.executeTakeFirst()).numUpdatedRows > 0n;
}

/** How many units each operation gets. In a month that has enough for all, as is usual, that takes one statement for all of them. */
async function takeQuota(trx: Trx, operations: readonly ReserveOperation[]): Promise<readonly number[]> {
  const wanted = operations.map(({ ids }) => ids.length);
  const [first] = operations;
  if (!first) return [];
  const { userId } = first.account;
  await trx
    .insertInto('quotas')
    .values({ user_id: userId, month: first.month, used: 0 })
    .onConflict((conflict) => conflict.columns(['user_id', 'month']).doNothing())
    .execute();
  const total = wanted.reduce((sum, count) => sum + count, 0);
  const isUniform = operations.every(({ month, account }) => month === first.month && account.monthlyLimit === first.account.monthlyLimit);
  if (isUniform && (await takeUnits(trx, first, total))) return wanted;
  const granted: number[] = [];
  for (const operation of operations) granted.push(await takeQuotaOf(trx, operation));
  return granted;
}

async function takeQuotaOf(trx: Trx, operation: ReserveOperation): Promise<number> {
  const { account, month, ids } = operation;
  await trx
    .insertInto('quotas')
    .values({ user_id: account.userId, month, used: 0 })
    .onConflict((conflict) => conflict.columns(['user_id', 'month']).doNothing())
    .execute();
  if (await takeUnits(trx, operation, ids.length)) return ids.length;
  // Fewer are left than wanted: one by one, as far as it goes.
  let granted = 0;
  while (granted < ids.length - 1 && (await takeUnits(trx, operation, 1))) granted++;
  return granted;
}

/** Reserves for operations of one account; what can be said to the database for all of them is said once. @returns a result for each */
export async function reserveAll(trx: Trx, operations: readonly ReserveOperation[], instanceId: string): Promise<readonly ReserveResult[]> {
  const claims: Claim[] = [];
  for (const { key, now } of operations) claims.push(key ? await claim(trx, key, { instanceId, now }) : { kind: 'claimed' });
  const isClaimed = (_: unknown, index: number) => claims[index]!.kind === 'claimed';
  const billable = operations.filter(isClaimed).filter(({ account }) => isBillable(account));
  const granted = new Map<ReserveOperation, number>(operations.filter(isClaimed).map((operation) => [operation, operation.ids.length]));
  for (const [index, count] of (await takeQuota(trx, billable)).entries()) granted.set(billable[index]!, count);
  for (const [{ key }, count] of granted) if (key && count === 0) await dropClaim(trx, key, instanceId);
  const rows = [...granted].flatMap(([{ account, ids, month, now }, count]) =>
    ids.slice(0, count).map((id) => ({
      id,
      user_id: account.userId,
      api_key_id: account.apiKeyId,
      mode: account.mode,
      month,
      is_billable: isBillable(account),
      instance_id: instanceId,
      created_at: now,
    })),
  );
  for (const some of inPortions(rows)) await trx.insertInto('reservations').values(some).execute();
  return operations.map((operation, index) => ({ claim: claims[index]!, granted: granted.get(operation) ?? 0 }));
}

/** SQLite binds at most 32,766 values in one statement, and PostgreSQL 65,535. */
const MAX_ROWS = 1000;

function* inPortions<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += MAX_ROWS) yield rows.slice(at, at + MAX_ROWS);
}

/** Takes reservations out of the table. Who got a row has it for himself: another transaction cannot get it too. */
async function takeReservations(trx: Trx, ids: readonly string[]) {
  const taken = [];
  for (const some of inPortions(ids))
    taken.push(
      ...(await trx.deleteFrom('reservations').where('id', 'in', some).returning(['id', 'user_id', 'month', 'is_billable']).execute()),
    );
  return taken;
}

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
 * Turns reservations into usage, or gives them back; of one account's operations, all together.
 * @returns for each, false, with nothing metered, where one of `done` is no longer reserved: this process counted as dead, and its answer must not go out
 */
export async function settleAll(trx: Trx, operations: readonly SettleOperation[], instanceId: string): Promise<readonly boolean[]> {
  const failed = operations.flatMap((operation) => operation.failed);
  await refund(trx, await takeReservations(trx, failed));
  const done = operations.flatMap((operation) => operation.done.map(({ id }) => id));
  const taken = new Map((await takeReservations(trx, done)).map((row) => [row.id, row]));
  const kept: SettleOperation[] = [];
  const outcomes: boolean[] = [];
  for (const operation of operations) {
    const { key, answer } = operation;
    const own = operation.done.flatMap(({ id }) => taken.get(id) ?? []);
    const isLost = own.length < operation.done.length || (key && answer && !(await keepAnswer(trx, key, instanceId, answer)));
    if (isLost) await refund(trx, own);
    else kept.push(operation);
    if (key && (isLost || !answer)) await dropClaim(trx, key, instanceId);
    outcomes.push(!isLost);
  }
  await insertUsage(trx, kept, taken);
  const extractions = kept.flatMap(({ stored, account, now }) =>
    stored.map(({ id, body }) => ({ id, body, user_id: account.userId, mode: account.mode, created_at: now })),
  );
  for (const some of inPortions(extractions)) await trx.insertInto('extractions').values(some).execute();
  return outcomes;
}

async function insertUsage(
  trx: Trx,
  operations: readonly SettleOperation[],
  reservations: ReadonlyMap<string, Reservation>,
): Promise<void> {
  const usage = operations.flatMap(({ account, done, now }) =>
    done.map((one) => ({
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
    })),
  );
  for (const some of inPortions(usage)) await trx.insertInto('usage_logs').values(some).execute();
  const billed = usage.flatMap(({ id, user_id, created_at }) => {
    const { month, is_billable } = reservations.get(id)!;
    return is_billable ? [{ id: createId('evt'), usage_id: id, user_id, kind: 'extraction' as const, quantity: 1, month, created_at }] : [];
  });
  for (const some of inPortions(billed)) await trx.insertInto('billing_events').values(some).execute();
}
