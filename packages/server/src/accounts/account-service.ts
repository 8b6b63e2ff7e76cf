import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import { DEFAULT_PLAN, type Plans } from '../config/plans.js';
import { ServerError } from '../http/server-error.js';
import { createId } from '../ids.js';
import { hashSecret, scopes } from '../keys/api-key.js';
import { CREDENTIAL_CACHE_MS } from '../keys/key-service.js';
import type { Principal } from '../keys/principal.js';
import type { AccessTokens } from './access-tokens.js';
import type { AccountStore, RefreshTokenRow, UserRow } from './account-store.js';
import type { Passwords } from './passwords.js';

const MAX_CACHED = 10_000;

export interface NewUser {
  readonly email: string;
  readonly password: string;
  readonly role: UserRow['role'];
  readonly plan: string;
}

export interface Login {
  readonly user: UserRow;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

export interface AccountServiceParts {
  readonly store: AccountStore;
  readonly tokens: AccessTokens;
  readonly passwords: Passwords;
  readonly plans: Plans;
  readonly refreshTtlMs: number;
  readonly clock: Clock;
}

const badToken = (message: string) => new ServerError('invalid_token', message);
export const normaliseEmail = (email: string): string => email.trim().toLowerCase();

export class AccountService {
  readonly #parts: AccountServiceParts;
  readonly #sessions = new LRUCache<string, Promise<UserRow | undefined>>({ max: MAX_CACHED, ttl: CREDENTIAL_CACHE_MS });

  constructor(parts: AccountServiceParts) {
    this.#parts = parts;
  }

  /** @throws {ServerError} `conflict` where the address is taken, `invalid_request` for a plan that does not exist */
  async createUser({ email, password, role, plan }: NewUser): Promise<UserRow> {
    const { store, passwords, plans, clock } = this.#parts;
    if (!plans.has(plan)) {
      throw new ServerError('invalid_request', `there is no plan "${plan}"; plans: ${[...plans.keys()].join(', ')}`, { details: { plan } });
    }
    const user: UserRow = {
      id: createId('usr'),
      email: normaliseEmail(email),
      password_hash: await passwords.hash(password),
      role,
      plan,
      created_at: clock(),
      disabled_at: null,
    };
    if (!(await store.insertUser(user))) throw new ServerError('conflict', 'there is an account with this e-mail address');
    return user;
  }

  async register(email: string, password: string): Promise<Login> {
    return this.#startSession(await this.createUser({ email, password, role: 'user', plan: DEFAULT_PLAN }));
  }

  /** @throws {ServerError} `invalid_credentials`, in the same words and time whether there is such an account or not */
  async login(email: string, password: string): Promise<Login> {
    const user = await this.#parts.store.findByEmail(normaliseEmail(email));
    const isRight = await this.#parts.passwords.verify(user?.password_hash, password);
    if (!isRight || !user || user.disabled_at !== null) {
      throw new ServerError('invalid_credentials', 'e-mail address and password do not belong together');
    }
    return this.#startSession(user);
  }

  /** A refresh token works once. Used twice, somebody else has it too: the session ends for both. */
  async refresh(refreshToken: string): Promise<Login> {
    const { store, clock } = this.#parts;
    const successor = `rt_${randomBytes(32).toString('base64url')}`;
    let sessionId = '';
    const outcome = await store.exchange(hashSecret(refreshToken), clock(), (used) => {
      sessionId = used.session_id;
      return this.#refreshRow(used.user_id, sessionId, successor);
    });
    if (outcome === 'reused') {
      this.#sessions.clear();
      throw badToken('this refresh token was used before; its session has ended');
    }
    if (!outcome) throw badToken('the refresh token is unknown, expired, or its session has ended');
    return this.#login(outcome, sessionId, successor);
  }

  /** Ends the session of a refresh token, if there is one. */
  async logout(refreshToken: string): Promise<void> {
    await this.#parts.store.endSession(hashSecret(refreshToken), this.#parts.clock());
    this.#sessions.clear();
  }

  /** @throws {ServerError} `invalid_token` */
  async authenticate(accessToken: string): Promise<Principal> {
    const { tokens, plans, clock } = this.#parts;
    const claims = await tokens.read(accessToken, clock());
    const user = claims && (await this.#findSession(claims.userId, claims.sessionId));
    if (!user) throw badToken('the token is expired, forged, or its session has ended');
    const plan = plans.get(user.plan) ?? plans.get(DEFAULT_PLAN)!;
    return {
      userId: user.id,
      apiKeyId: null,
      mode: 'live',
      scopes: new Set(scopes),
      plan,
      requestsPerMinute: plan.requestsPerMinute,
      lane: user.id,
    };
  }

  #findSession(userId: string, sessionId: string): Promise<UserRow | undefined> {
    const key = `${userId} ${sessionId}`;
    const known = this.#sessions.get(key);
    if (known) return known;
    const asked = this.#parts.store.findBySession(userId, sessionId, this.#parts.clock());
    this.#sessions.set(key, asked);
    asked.catch(() => this.#sessions.delete(key));
    return asked;
  }

  async #startSession(user: UserRow): Promise<Login> {
    const sessionId = createId('ses');
    const refreshToken = `rt_${randomBytes(32).toString('base64url')}`;
    await this.#parts.store.insertRefreshToken(this.#refreshRow(user.id, sessionId, refreshToken));
    return this.#login(user, sessionId, refreshToken);
  }

  async #login(user: UserRow, sessionId: string, refreshToken: string): Promise<Login> {
    const { tokens, clock } = this.#parts;
    const accessToken = await tokens.sign({ userId: user.id, sessionId }, clock());
    return { user, accessToken, refreshToken, expiresInSeconds: tokens.ttlSeconds };
  }

  #refreshRow(userId: string, sessionId: string, refreshToken: string): RefreshTokenRow {
    const now = this.#parts.clock();
    return {
      id: createId('rft'),
      user_id: userId,
      session_id: sessionId,
      hash: hashSecret(refreshToken),
      created_at: now,
      expires_at: now + this.#parts.refreshTtlMs,
      used_at: null,
      revoked_at: null,
    };
  }
}
