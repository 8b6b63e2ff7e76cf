import type { Kysely, RawBuilder, Transaction } from 'kysely';
import type { Tables } from './tables.js';

export type Trx = Transaction<Tables>;

/** SQLite or PostgreSQL, told apart where SQL differs. */
export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  readonly kysely: Kysely<Tables>;
  /** The database's own clock in Unix milliseconds, fixed within a statement: machines may disagree about the time, it does not. */
  now(): RawBuilder<number>;
  /** One transaction. It is run again where the database gave it up for another's sake (deadlock, busy), so it must only touch the database. */
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>;
  /** @throws where the database does not answer */
  ping(): Promise<void>;
  close(): Promise<void>;
}
