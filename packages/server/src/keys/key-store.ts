import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';

export type KeyRow = Selectable<Tables['api_keys']>;

/** A key with the state of its account. */
export interface KeyWithOwner extends KeyRow {
  readonly plan: string;
  readonly disabled_at: number | null;
}

export type KeyChanges = Partial<Pick<KeyRow, 'name' | 'scopes' | 'requests_per_minute' | 'expires_at'>>;

/** The table of keys. Every method but `findByHash` sees the keys of one account only. */
export class KeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async insert(row: KeyRow): Promise<void> {
    await this.#database.kysely.insertInto('api_keys').values(row).execute();
  }

  findByHash(hash: string): Promise<KeyWithOwner | undefined> {
    return this.#database.kysely
      .selectFrom('api_keys')
      .innerJoin('users', 'users.id', 'api_keys.user_id')
      .selectAll('api_keys')
      .select(['users.plan', 'users.disabled_at'])
      .where('api_keys.hash', '=', hash)
      .executeTakeFirst();
  }

  find(userId: string, id: string): Promise<KeyRow | undefined> {
    return this.#database.kysely.selectFrom('api_keys').selectAll().where('user_id', '=', userId).where('id', '=', id).executeTakeFirst();
  }

  /** Newest first. */
  list(userId: string, { limit, before }: { readonly limit: number; readonly before: string | undefined }): Promise<KeyRow[]> {
    let rows = this.#database.kysely.selectFrom('api_keys').selectAll().where('user_id', '=', userId);
    if (before !== undefined) rows = rows.where('id', '<', before);
    return rows.orderBy('id', 'desc').limit(limit).execute();
  }

  async countActive(userId: string): Promise<number> {
    const { count } = await this.#database.kysely
      .selectFrom('api_keys')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }

  update(userId: string, id: string, changes: KeyChanges): Promise<KeyRow | undefined> {
    return this.#database.kysely
      .updateTable('api_keys')
      .set(changes)
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
  }

  revoke(userId: string, id: string, now: number): Promise<KeyRow | undefined> {
    return this.#database.kysely
      .updateTable('api_keys')
      .set({ revoked_at: now })
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
  }

  /** The old key ends at `endsAt` at the latest, the new one takes its place: both or neither. @returns false where the old one is gone */
  rotate(old: KeyRow, successor: KeyRow, endsAt: number): Promise<boolean> {
    return this.#database.transaction(async (trx) => {
      const { numUpdatedRows } = await trx
        .updateTable('api_keys')
        .set({ expires_at: old.expires_at === null ? endsAt : Math.min(old.expires_at, endsAt) })
        .where('id', '=', old.id)
        .where('revoked_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await trx.insertInto('api_keys').values(successor).execute();
      return true;
    });
  }

  async noteUse(ids: readonly string[], now: number): Promise<void> {
    if (ids.length > 0) await this.#database.kysely.updateTable('api_keys').set({ last_used_at: now }).where('id', 'in', ids).execute();
  }
}
