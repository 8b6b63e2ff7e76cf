import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';
import { DEFAULT_PLAN, type Plans } from '../config/plans.js';
import { ServerError } from '../http/server-error.js';
import { createId } from '../ids.js';
import { createApiKey, hashSecret, type Mode, readApiKey, type Scope, shownPrefix } from './api-key.js';
import type { KeyChanges, KeyRow, KeyStore, KeyWithOwner } from './key-store.js';
import { type Principal, strictest } from './principal.js';

/** Less than the 5 s in which a revoked key dies everywhere, with a second for the way to the database. */
export const CREDENTIAL_CACHE_MS = 4000;
const MAX_CACHED = 10_000;
const MAX_ACTIVE_KEYS = 1000;
const USE_NOTED_EVERY_MS = 30_000;

export interface NewKey {
  readonly name: string;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  readonly requestsPerMinute: number | null;
  readonly expiresAt: number | null;
}

/** A key that was just made. `secret` exists here and in the answer, and nowhere else. */
export interface CreatedKey {
  readonly row: KeyRow;
  readonly secret: string;
}

const rejected = () => new ServerError('invalid_api_key', 'the API key is unknown, revoked or expired');

export class KeyService {
  readonly #store: KeyStore;
  readonly #plans: Plans;
  readonly #clock: Clock;
  /** what the database says about a hash, unknown ones too; promises, so that many requests at once ask it once */
  readonly #known = new LRUCache<string, Promise<KeyWithOwner | undefined>>({ max: MAX_CACHED, ttl: CREDENTIAL_CACHE_MS });
  readonly #used = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(store: KeyStore, plans: Plans, clock: Clock) {
    this.#store = store;
    this.#plans = plans;
    this.#clock = clock;
    this.#timer = setInterval(() => void this.noteUses().catch(() => {}), USE_NOTED_EVERY_MS);
    this.#timer.unref();
  }

  /** @throws {ServerError} `invalid_api_key` */
  async authenticate(secret: string): Promise<Principal> {
    if (readApiKey(secret) === undefined) throw rejected();
    const row = await this.#lookUp(hashSecret(secret));
    const now = this.#clock();
    if (!row || row.revoked_at !== null || row.disabled_at !== null || (row.expires_at !== null && row.expires_at <= now)) throw rejected();
    this.#used.add(row.id);
    const plan = this.#plans.get(row.plan) ?? this.#plans.get(DEFAULT_PLAN)!;
    return {
      userId: row.user_id,
      apiKeyId: row.id,
      mode: row.mode,
      scopes: new Set(row.scopes.split(' ') as Scope[]),
      plan,
      requestsPerMinute: strictest(plan.requestsPerMinute, row.requests_per_minute),
      lane: row.id,
    };
  }

  async create(userId: string, key: NewKey): Promise<CreatedKey> {
    if ((await this.#store.countActive(userId)) >= MAX_ACTIVE_KEYS) {
      throw new ServerError('invalid_request', `an account has at most ${MAX_ACTIVE_KEYS} keys`, { details: { limit: MAX_ACTIVE_KEYS } });
    }
    const created = this.#make(userId, key);
    await this.#store.insert(created.row);
    this.#known.clear();
    return created;
  }

  list(userId: string, page: { readonly limit: number; readonly before: string | undefined }): Promise<KeyRow[]> {
    return this.#store.list(userId, page);
  }

  async get(userId: string, id: string): Promise<KeyRow> {
    return found(await this.#store.find(userId, id));
  }

  async update(userId: string, id: string, changes: KeyChanges): Promise<KeyRow> {
    const row = Object.keys(changes).length === 0 ? await this.#store.find(userId, id) : await this.#store.update(userId, id, changes);
    this.#known.clear();
    return found(row);
  }

  /** At once in this process; within `CREDENTIAL_CACHE_MS` in all others. */
  async revoke(userId: string, id: string): Promise<KeyRow> {
    const row = await this.#store.revoke(userId, id, this.#clock());
    this.#known.clear();
    return found(row);
  }

  /** A new key with the same rights; the old one works for `overlapMs` more. */
  async rotate(userId: string, id: string, overlapMs: number): Promise<CreatedKey> {
    const now = this.#clock();
    const old = found(await this.#store.find(userId, id));
    if (old.revoked_at !== null || (old.expires_at !== null && old.expires_at <= now)) throw notFound();
    const successor = this.#make(userId, {
      name: old.name,
      mode: old.mode,
      scopes: old.scopes.split(' ') as Scope[],
      requestsPerMinute: old.requests_per_minute,
      expiresAt: old.expires_at,
    });
    const isRotated = await this.#store.rotate(old, successor.row, now + overlapMs);
    this.#known.clear();
    if (!isRotated) throw notFound();
    return successor;
  }

  /** Writes down which keys were used since the last time. */
  async noteUses(): Promise<void> {
    const ids = [...this.#used];
    this.#used.clear();
    await this.#store.noteUse(ids, this.#clock());
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.noteUses().catch(() => {});
  }

  #make(userId: string, { name, mode, scopes, requestsPerMinute, expiresAt }: NewKey): CreatedKey {
    const secret = createApiKey(mode);
    const row: KeyRow = {
      id: createId('key'),
      user_id: userId,
      name,
      mode,
      prefix: shownPrefix(secret),
      hash: hashSecret(secret),
      scopes: scopes.join(' '),
      requests_per_minute: requestsPerMinute,
      created_at: this.#clock(),
      expires_at: expiresAt,
      last_used_at: null,
      revoked_at: null,
    };
    return { row, secret };
  }

  #lookUp(hash: string): Promise<KeyWithOwner | undefined> {
    const known = this.#known.get(hash);
    if (known) return known;
    const asked = this.#store.findByHash(hash);
    // Kept from the moment of asking: an answer is never older than the time to live says.
    this.#known.set(hash, asked);
    asked.catch(() => this.#known.delete(hash));
    return asked;
  }
}

const notFound = () => new ServerError('not_found', 'there is no such key');

function found(row: KeyRow | undefined): KeyRow {
  if (!row) throw notFound();
  return row;
}
