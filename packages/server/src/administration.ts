import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { z } from 'zod';
import { password as passwordRule } from './accounts/account-routes.js';
import { type AccountService, normaliseEmail } from './accounts/account-service.js';
import { AccountStore, type UserRow } from './accounts/account-store.js';
import { openAccounts } from './accounts/open-accounts.js';
import type { ServerConfig } from './config/config.js';
import { DEFAULT_PLAN } from './config/plans.js';
import type { Database } from './database/database.js';
import { migrate } from './database/migrate.js';
import { openDatabase } from './database/open-database.js';
import { ServerError } from './http/server-error.js';
import { defaultScopes, type Mode, type Scope, scopes } from './keys/api-key.js';
import { KeyService } from './keys/key-service.js';
import { KeyStore } from './keys/key-store.js';

export interface NewUserRequest {
  readonly email: string;
  /** @default a random one, given back */
  readonly password?: string;
  /** @default 'user' */
  readonly role?: UserRow['role'];
  /** @default 'free' */
  readonly plan?: string;
}

export interface NewKeyRequest {
  /** e-mail address of the account */
  readonly email: string;
  readonly name: string;
  /** @default 'live' */
  readonly mode?: Mode;
  /** @default extract, extractions:read, usage:read */
  readonly scopes?: readonly string[];
  /** @default as the plan says */
  readonly requestsPerMinute?: number;
  /** ISO 8601. @default never */
  readonly expiresAt?: string;
}

/** What an operator does without HTTP, on the database of a server that may be running. */
export interface Administration {
  /** Names of the migrations that this run has made. */
  readonly migrated: readonly string[];
  createUser(request: NewUserRequest): Promise<{ readonly id: string; readonly email: string; readonly password: string }>;
  createKey(request: NewKeyRequest): Promise<{ readonly id: string; readonly key: string }>;
  close(): Promise<void>;
}

const randomPassword = () => randomBytes(18).toString('base64url');

const wrong = (message: string) => new ServerError('invalid_request', message);

class DatabaseAdministration implements Administration {
  readonly migrated: readonly string[];
  readonly #database: Database;
  readonly #accounts: AccountService;
  readonly #keys: KeyService;

  constructor(database: Database, migrated: readonly string[], accounts: AccountService, keys: KeyService) {
    this.#database = database;
    this.migrated = migrated;
    this.#accounts = accounts;
    this.#keys = keys;
  }

  async createUser({ email, password = randomPassword(), role = 'user', plan = DEFAULT_PLAN }: NewUserRequest) {
    if (!z.email().safeParse(email).success) throw wrong(`"${email}" is not an e-mail address`);
    if (!passwordRule.safeParse(password).success) throw wrong('a password has 10 to 256 characters');
    const user = await this.#accounts.createUser({ email, password, role, plan });
    return { id: user.id, email: user.email, password };
  }

  async createKey({ email, name, mode = 'live', scopes: wanted = defaultScopes, requestsPerMinute, expiresAt }: NewKeyRequest) {
    const user = await new AccountStore(this.#database).findByEmail(normaliseEmail(email));
    if (!user) throw wrong(`there is no account of ${email}`);
    const unknown = wanted.filter((scope) => !(scopes as readonly string[]).includes(scope));
    if (unknown.length > 0) throw wrong(`there is no scope "${unknown[0]}"; scopes: ${scopes.join(', ')}`);
    const expiry = expiresAt === undefined ? null : Date.parse(expiresAt);
    if (expiry !== null && !(expiry > Date.now())) throw wrong('the expiry must be a time in the future, such as 2030-01-01');
    const created = await this.#keys.create(user.id, {
      name,
      mode,
      scopes: wanted as readonly Scope[],
      requestsPerMinute: requestsPerMinute ?? null,
      expiresAt: expiry,
    });
    return { id: created.row.id, key: created.secret };
  }

  async close(): Promise<void> {
    await this.#keys.close();
    await this.#database.close();
  }
}

/** Opens the database of a configuration, and brings it to the newest form. */
export async function openAdministration(config: ServerConfig): Promise<Administration> {
  const clock = Date.now;
  const logger = pino({ level: 'silent' });
  const database = await openDatabase(config, { clock, onError: (error) => logger.warn(error) });
  try {
    const migrated = await migrate(database, clock());
    const accounts = await openAccounts(database, config, clock);
    return new DatabaseAdministration(database, migrated, accounts, new KeyService(new KeyStore(database), config.plans, clock));
  } catch (error) {
    await database.close();
    throw error;
  }
}
