import type { Clock } from '../clock.js';
import type { Database } from '../database/database.js';
import { ServerError } from '../http/server-error.js';
import type { IdempotencyKey } from './idempotency-key.js';
import { type Claim, claim, dropClaim, keepAnswer, type StoredAnswer } from './idempotency-table.js';

/** The answer of the first request, or undefined where this is the first. @throws {ServerError} 409 or 422 */
export function settleClaim(outcome: Claim): StoredAnswer | undefined {
  switch (outcome.kind) {
    case 'claimed':
      return undefined;
    case 'replay':
      return outcome.answer;
    case 'in_progress':
      throw new ServerError('idempotency_in_progress', 'a request with this Idempotency-Key is under way', { retryAfterSeconds: 1 });
    case 'other_request':
      throw new ServerError('idempotency_key_reused', 'this Idempotency-Key was used with another request');
  }
}

/** Idempotency of requests that change something besides usage: keys, logins. Extractions settle theirs with their metering. */
export class Idempotency {
  readonly #database: Database;
  readonly #instanceId: () => string;
  readonly #clock: Clock;

  constructor(database: Database, instanceId: () => string, clock: Clock) {
    this.#database = database;
    this.#instanceId = instanceId;
    this.#clock = clock;
  }

  /** Runs `work` once per key. An answer under 500 is kept, unless it says "not now". */
  async once(
    key: IdempotencyKey,
    work: () => Promise<StoredAnswer>,
  ): Promise<{ readonly answer: StoredAnswer; readonly isReplay: boolean }> {
    const instanceId = this.#instanceId();
    const owner = { instanceId, now: this.#clock() };
    const known = settleClaim(await this.#database.transaction((trx) => claim(trx, key, owner)));
    if (known) return { answer: known, isReplay: true };
    try {
      const answer = await work();
      await this.#database.transaction((trx) => keepAnswer(trx, key, instanceId, answer));
      return { answer, isReplay: false };
    } catch (error) {
      await this.#database.transaction((trx) => dropClaim(trx, key, instanceId)).catch(() => {});
      throw error;
    }
  }
}
