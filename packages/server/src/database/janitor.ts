import type { Clock } from '../clock.js';
import { forgetOldLimits } from '../limits/database-limiter.js';
import type { Database } from './database.js';
import { ensurePartitions } from './partitions.js';

const EVERY_MS = 3_600_000;

/** Once an hour: what nobody will ask for again goes, and the next months get their partitions. */
export class Janitor {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #idempotencyTtlMs: number;
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(database: Database, { clock, idempotencyTtlMs }: { readonly clock: Clock; readonly idempotencyTtlMs: number }) {
    this.#database = database;
    this.#clock = clock;
    this.#idempotencyTtlMs = idempotencyTtlMs;
  }

  start(): void {
    this.#timer = setInterval(() => {
      // What fails now is done in an hour.
      this.#work = this.#work.then(() => this.tidy()).catch(() => {});
    }, EVERY_MS);
    this.#timer.unref();
  }

  async tidy(): Promise<void> {
    const { kysely } = this.#database;
    const now = this.#clock();
    await ensurePartitions(this.#database, now);
    // One that is under way belongs to its process, however long that takes.
    await kysely
      .deleteFrom('idempotency_keys')
      .where('created_at', '<', now - this.#idempotencyTtlMs)
      .where('instance_id', 'is', null)
      .execute();
    await kysely.deleteFrom('refresh_tokens').where('expires_at', '<', now).execute();
    await forgetOldLimits(this.#database, this.#clock);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#work;
  }
}
