import { sql } from 'kysely';
import { createId } from '../ids.js';
import { refund } from '../metering/metering-table.js';
import type { Database } from './database.js';

/**
 * The sign of life of this process, and the end of others'. A process that gave none for the time of a lease counts as dead: what it had reserved
 * goes back, its Idempotency-Keys are free. If it was only asleep, its reservations are gone when it wakes, so it cannot settle them.
 */
export class Instances {
  readonly #database: Database;
  readonly #leaseMs: number;
  readonly #onError: (error: unknown) => void;
  #id = createId('srv');
  #timer: NodeJS.Timeout | undefined;
  #beat: Promise<void> = Promise.resolve();

  constructor(database: Database, { leaseMs, onError }: { readonly leaseMs: number; readonly onError: (error: unknown) => void }) {
    this.#database = database;
    this.#leaseMs = leaseMs;
    this.#onError = onError;
  }

  /** Changes when this process was taken for dead. */
  get id(): string {
    return this.#id;
  }

  async start(): Promise<void> {
    await this.beat();
    this.#timer = setInterval(() => {
      this.#beat = this.#beat.then(() => this.beat()).catch(this.#onError);
    }, this.#leaseMs / 4);
    this.#timer.unref();
  }

  /** One sign, and a look at the others. */
  async beat(): Promise<void> {
    const { kysely } = this.#database;
    const { numUpdatedRows } = await kysely
      .updateTable('instances')
      .set({ heartbeat_at: this.#database.now() })
      .where('id', '=', this.#id)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) {
      this.#id = createId('srv');
      await kysely.insertInto('instances').values({ id: this.#id, heartbeat_at: this.#database.now() }).execute();
    }
    await this.#bury();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beat;
    await this.#database.kysely.deleteFrom('instances').where('id', '=', this.#id).execute();
    await this.#bury();
  }

  async #bury(): Promise<void> {
    const { kysely } = this.#database;
    const isSilent = sql<boolean>`heartbeat_at < ${this.#database.now()} - ${sql.lit(this.#leaseMs)}`;
    const hasNoOwner = sql<boolean>`instance_id is not null and instance_id not in (select id from instances)`;
    const [silent, reservation, key] = await Promise.all([
      kysely.selectFrom('instances').select('id').where(isSilent).limit(1).execute(),
      kysely.selectFrom('reservations').select('id').where(hasNoOwner).limit(1).execute(),
      kysely.selectFrom('idempotency_keys').select('scope').where(hasNoOwner).limit(1).execute(),
    ]);
    if (silent.length + reservation.length + key.length === 0) return;
    await this.#database.transaction(async (trx) => {
      await trx.deleteFrom('instances').where(isSilent).execute();
      const lost = await trx.deleteFrom('reservations').where(hasNoOwner).returning(['id', 'user_id', 'month', 'is_billable']).execute();
      await refund(trx, lost);
      await trx.deleteFrom('idempotency_keys').where(hasNoOwner).execute();
    });
  }
}
