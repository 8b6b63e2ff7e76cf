import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Database } from '../database/database.js';

const ALGORITHM = 'EdDSA';
const ISSUER = 'maaza';
const AUDIENCE = 'maaza-api';
const SETTING = 'jwt_private_key';

export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
}

/** Signs and reads the short-lived tokens of logins: JWT, EdDSA only. */
export class AccessTokens {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly #ttlSeconds: number;

  private constructor(privateKey: KeyObject, ttlSeconds: number) {
    this.#privateKey = privateKey;
    this.#publicKey = createPublicKey(privateKey);
    this.#ttlSeconds = ttlSeconds;
  }

  /** With the key of the configuration, else with one that the processes of a database share and the first of them makes. */
  static async open(
    database: Database,
    { privateKeyPem, ttlSeconds, now }: { readonly privateKeyPem: string | undefined; readonly ttlSeconds: number; readonly now: number },
  ): Promise<AccessTokens> {
    const pem = privateKeyPem?.replaceAll('\\n', '\n') ?? (await sharedKey(database, now));
    return new AccessTokens(readKey(pem), ttlSeconds);
  }

  get ttlSeconds(): number {
    return this.#ttlSeconds;
  }

  sign({ userId, sessionId }: AccessClaims, now: number): Promise<string> {
    const issuedAt = Math.floor(now / 1000);
    return new SignJWT({ sid: sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.#ttlSeconds)
      .sign(this.#privateKey);
  }

  /** @returns undefined for anything that was not signed here, for this, and is still good */
  async read(token: string, now: number): Promise<AccessClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.#publicKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'JWT',
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: new Date(now),
      });
      return { userId: payload.sub!, sessionId: String(payload.sid) };
    } catch {
      return undefined;
    }
  }
}

/** @throws {Error} that does not repeat the key */
function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below, for both cases.
  }
  throw new Error('MAAZA_JWT_PRIVATE_KEY is not an Ed25519 private key in PKCS #8 PEM');
}

async function sharedKey({ kysely }: Database, now: number): Promise<string> {
  const read = () => kysely.selectFrom('settings').select('value').where('name', '=', SETTING).executeTakeFirst();
  const known = await read();
  if (known) return known.value;
  const { privateKey } = generateKeyPairSync('ed25519');
  const value = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await kysely
    .insertInto('settings')
    .values({ name: SETTING, value, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  // Another process may have been first: what is in the table counts.
  return (await read())!.value;
}
