import type { Clock } from '../clock.js';
import type { ServerConfig } from '../config/config.js';
import type { Database } from '../database/database.js';
import { AccessTokens } from './access-tokens.js';
import { AccountService } from './account-service.js';
import { AccountStore } from './account-store.js';
import { Passwords } from './passwords.js';

/** The accounts of a database, with passwords and tokens as the configuration wants them. */
export async function openAccounts(database: Database, config: ServerConfig, clock: Clock): Promise<AccountService> {
  const tokens = await AccessTokens.open(database, {
    privateKeyPem: config.jwtPrivateKey,
    ttlSeconds: config.accessTokenTtlSeconds,
    now: clock(),
  });
  return new AccountService({
    store: new AccountStore(database),
    tokens,
    passwords: new Passwords(),
    plans: config.plans,
    refreshTtlMs: config.refreshTokenTtlSeconds * 1000,
    clock,
  });
}
