import type { Selectable } from 'kysely';
import type { Database } from '../database/database.js';
import type { Tables } from '../database/tables.js';

export type UserRow = Selectable<Tables['users']>;
export type RefreshTokenRow = Selectable<Tables['refresh_tokens']>;

/** Users and their logins. */
export class AccountStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns false where the address is taken */
  async insertUser(user: UserRow): Promise<boolean> {
    const inserted = await this.#database.kysely
      .insertInto('users')
      .values(user)
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  findByEmail(email: string): Promise<UserRow | undefined> {
    return this.#database.kysely.selectFrom('users').selectAll().where('email', '=', email).executeTakeFirst();
  }

  /** The user of a session that has not ended. */
  findBySession(userId: string, sessionId: string, now: number): Promise<UserRow | undefined> {
    return this.#database.kysely
      .selectFrom('users')
      .selectAll()
      .where('id', '=', userId)
      .where('disabled_at', 'is', null)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('refresh_tokens')
            .select('refresh_tokens.id')
            .where('session_id', '=', sessionId)
            .where('refresh_tokens.user_id', '=', userId)
            .where('revoked_at', 'is', null)
            .where('expires_at', '>', now),
        ),
      )
      .executeTakeFirst();
  }

  async insertRefreshToken(row: RefreshTokenRow): Promise<void> {
    await this.#database.kysely.insertInto('refresh_tokens').values(row).execute();
  }

  /**
   * Uses a refresh token up and puts `successor` in its place, in one transaction. Of two that come with the same token, one gets it.
   * @returns the user; `reused` where the token was used before, which ends the session; undefined where there is no such token
   */
  exchange(hash: string, now: number, successor: (used: RefreshTokenRow) => RefreshTokenRow): Promise<UserRow | 'reused' | undefined> {
    return this.#database.transaction(async (trx) => {
      const used = await trx
        .updateTable('refresh_tokens')
        .set({ used_at: now })
        .where('hash', '=', hash)
        .where('used_at', 'is', null)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      if (used) {
        await trx.insertInto('refresh_tokens').values(successor(used)).execute();
        return trx.selectFrom('users').selectAll().where('id', '=', used.user_id).where('disabled_at', 'is', null).executeTakeFirst();
      }
      const known = await trx.selectFrom('refresh_tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
      if (!known || known.used_at === null) return undefined;
      await trx
        .updateTable('refresh_tokens')
        .set({ revoked_at: now })
        .where('session_id', '=', known.session_id)
        .where('revoked_at', 'is', null)
        .execute();
      return 'reused';
    });
  }

  /** @returns the session that ended, or undefined where there is none with this token */
  async endSession(hash: string, now: number): Promise<string | undefined> {
    const { kysely } = this.#database;
    const token = await kysely.selectFrom('refresh_tokens').select('session_id').where('hash', '=', hash).executeTakeFirst();
    if (!token) return undefined;
    await kysely
      .updateTable('refresh_tokens')
      .set({ revoked_at: now })
      .where('session_id', '=', token.session_id)
      .where('revoked_at', 'is', null)
      .execute();
    return token.session_id;
  }
}
