import { type Clock, monthOf, nextMonthAt } from '../clock.js';
import type { Database, Trx } from '../database/database.js';
import { GroupCommit } from '../database/group-commit.js';
import { ServerError } from '../http/server-error.js';
import { settleClaim } from '../idempotency/idempotency.js';
import type { IdempotencyKey } from '../idempotency/idempotency-key.js';
import type { StoredAnswer } from '../idempotency/idempotency-table.js';
import {
  type MeteredAccount,
  type ReserveOperation,
  type ReserveResult,
  reserveAll,
  type SettleOperation,
  settleAll,
} from './metering-table.js';

type Operation = ReserveOperation | SettleOperation;
type Result = ReserveResult | boolean;

/** Units of quota that were taken for one request, or the answer that an earlier one with the same Idempotency-Key was given. */
export type Reservation = { readonly granted: number } | { readonly replay: StoredAnswer };

export type Settlement = Omit<SettleOperation, 'kind' | 'now'>;

/**
 * Operations of one transaction, account by account: a statement for all of an account's requests instead of some for each, because each statement is a
 * way to the database and back, and every one waits for all. What is given back comes first.
 */
async function runGroup(trx: Trx, operations: readonly Operation[], instanceId: string): Promise<readonly Result[]> {
  const accounts = new Map<string, Operation[]>();
  for (const operation of operations) {
    const { userId } = operation.account;
    accounts.set(userId, [...(accounts.get(userId) ?? []), operation]);
  }
  const results = new Map<Operation, Result>();
  // PostgreSQL locks rows as they are written: the same order everywhere, and two groups wait for each other in one direction only.
  for (const [, own] of [...accounts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const settles = own.filter((operation) => operation.kind === 'settle');
    const reserves = own.filter((operation) => operation.kind === 'reserve');
    const settled = await settleAll(trx, settles, instanceId);
    for (const [index, operation] of settles.entries()) results.set(operation, settled[index]!);
    const reserved = await reserveAll(trx, reserves, instanceId);
    for (const [index, operation] of reserves.entries()) results.set(operation, reserved[index]!);
  }
  return operations.map((operation) => results.get(operation)!);
}

const RELEASE_TRIES = 20;
const RELEASE_PAUSE_MS = 500;

/**
 * Quota and usage of extractions. A request reserves before it runs and settles before it is answered, each in one transaction with its
 * Idempotency-Key; many requests share a commit. What a dead process had reserved is given back (see `instances`).
 */
export class Metering {
  readonly #clock: Clock;
  readonly #group: GroupCommit<Operation, Result>;

  constructor(database: Database, instanceId: () => string, clock: Clock) {
    this.#clock = clock;
    this.#group = new GroupCommit((operations) => database.transaction((trx) => runGroup(trx, operations, instanceId())));
  }

  /**
   * Takes one unit for each id, or fewer where the month has fewer left; the first ids have them.
   * @throws {ServerError} `quota_exceeded` where none is left, `idempotency_in_progress`, `idempotency_key_reused`
   */
  async reserve(account: MeteredAccount, ids: readonly string[], key: IdempotencyKey | undefined): Promise<Reservation> {
    const now = this.#clock();
    const operation: ReserveOperation = { kind: 'reserve', account, ids, month: monthOf(now), now, key };
    let result: ReserveResult;
    try {
      result = (await this.#group.do(operation)) as ReserveResult;
    } catch (error) {
      // The commit may have gone through although the connection broke.
      this.releaseLater({ account, done: [], failed: ids, key, answer: undefined, stored: [] });
      throw error;
    }
    const replay = settleClaim(result.claim);
    if (replay) return { replay };
    if (result.granted === 0) throw quotaExceeded(account, now);
    return { granted: result.granted };
  }

  /** @returns false where the reservation was lost: nothing was metered, and the result must not be given out */
  async settle(settlement: Settlement): Promise<boolean> {
    try {
      return (await this.#group.do({ ...settlement, kind: 'settle', now: this.#clock() })) as boolean;
    } catch (error) {
      const { account, done, failed, key } = settlement;
      this.releaseLater({ account, done: [], failed: [...failed, ...done.map(({ id }) => id)], key, answer: undefined, stored: [] });
      throw error;
    }
  }

  /** Gives back what is still reserved, when the database answers again; what was settled stays settled. */
  releaseLater(settlement: Settlement): void {
    const attempt = async () => {
      for (let tries = 0; tries < RELEASE_TRIES; tries++) {
        try {
          await this.#group.do({ ...settlement, kind: 'settle', now: this.#clock() });
          return;
        } catch {
          await new Promise((resolve) => setTimeout(resolve, RELEASE_PAUSE_MS * (tries + 1)).unref());
        }
      }
    };
    void attempt();
  }
}

/** The account is told when its month begins anew. */
export function quotaExceeded({ monthlyLimit }: MeteredAccount, now: number): ServerError {
  const resetsAt = nextMonthAt(now);
  return new ServerError('quota_exceeded', `the ${monthlyLimit} extractions of this month are used up`, {
    details: { limit: monthlyLimit, resets_at: new Date(resetsAt).toISOString() },
    retryAfterSeconds: Math.ceil((resetsAt - now) / 1000),
  });
}
