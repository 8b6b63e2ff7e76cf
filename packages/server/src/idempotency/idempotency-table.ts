import type { Trx } from '../database/database.js';
import type { IdempotencyKey } from './idempotency-key.js';

/** An answer that is kept for repetitions. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'other_request' }
  | { readonly kind: 'replay'; readonly answer: StoredAnswer };

/** Takes the key for this process, or says why not. Two that ask at once: the database lets one of them insert the row. */
export async function claim(
  trx: Trx,
  key: IdempotencyKey,
  { instanceId, now }: { readonly instanceId: string; readonly now: number },
): Promise<Claim> {
  const inserted = await trx
    .insertInto('idempotency_keys')
    .values({
      scope: key.scope,
      key_hash: key.hash,
      fingerprint: key.fingerprint,
      instance_id: instanceId,
      status: null,
      sealed_body: null,
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['scope', 'key_hash']).doNothing())
    .returning('key_hash')
    .executeTakeFirst();
  if (inserted) return { kind: 'claimed' };
  const row = await trx
    .selectFrom('idempotency_keys')
    .select(['fingerprint', 'status', 'sealed_body'])
    .where('scope', '=', key.scope)
    .where('key_hash', '=', key.hash)
    .executeTakeFirst();
  // Gone again between the two statements: its owner gave it up. The caller comes back.
  if (!row) return { kind: 'in_progress' };
  if (row.fingerprint !== key.fingerprint) return { kind: 'other_request' };
  if (row.status === null) return { kind: 'in_progress' };
  return { kind: 'replay', answer: { status: row.status, body: key.open(row.sealed_body!) } };
}

/** Keeps the answer. @returns false where this process lost the key meanwhile (it counted as dead) */
export async function keepAnswer(trx: Trx, key: IdempotencyKey, instanceId: string, { status, body }: StoredAnswer): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('idempotency_keys')
    .set({ status, sealed_body: key.seal(body), instance_id: null })
    .where('scope', '=', key.scope)
    .where('key_hash', '=', key.hash)
    .where('instance_id', '=', instanceId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Gives the key back: the next request with it is a new one. */
export async function dropClaim(trx: Trx, key: IdempotencyKey, instanceId: string): Promise<void> {
  await trx
    .deleteFrom('idempotency_keys')
    .where('scope', '=', key.scope)
    .where('key_hash', '=', key.hash)
    .where('instance_id', '=', instanceId)
    .execute();
}
