import type { Database } from '../database/database.js';
import type { Principal } from '../keys/principal.js';

/** Results that are kept where the configuration says so; written together with their usage. */
export class ExtractionTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** A key sees what keys of its mode made, a login sees all of its account. */
  async find({ userId, apiKeyId, mode }: Principal, id: string): Promise<string | undefined> {
    let row = this.#database.kysely.selectFrom('extractions').select('body').where('id', '=', id).where('user_id', '=', userId);
    if (apiKeyId !== null) row = row.where('mode', '=', mode);
    return (await row.executeTakeFirst())?.body;
  }
}
