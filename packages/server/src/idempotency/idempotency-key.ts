import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ServerError } from '../http/server-error.js';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What is derived from one `Idempotency-Key`. The key itself is never stored: the database holds its hash, a fingerprint of the request that is
 * keyed with it, and the answer encrypted with it. So whoever reads the database reads no password, no API key and no extracted text.
 */
export interface IdempotencyKey {
  /** the account, or `public` */
  readonly scope: string;
  readonly hash: string;
  readonly fingerprint: string;
  seal(text: string): string;
  open(sealed: string): string;
}

/** @throws {ServerError} `invalid_request` for a key that is not 1 to 255 printable ASCII characters */
export function readIdempotencyKey(
  header: string,
  scope: string,
  request: { readonly method: string; readonly path: string; readonly body: string },
) {
  if (!/^[\x21-\x7e]{1,255}$/.test(header)) {
    throw new ServerError('invalid_request', 'Idempotency-Key must be 1 to 255 printable ASCII characters without spaces', {
      details: { header: 'Idempotency-Key' },
    });
  }
  return deriveIdempotencyKey(header, scope, `${request.method} ${request.path}\n${request.body}`);
}

function deriveIdempotencyKey(key: string, scope: string, request: string): IdempotencyKey {
  const secret = Buffer.from(hkdfSync('sha256', key, scope, 'maaza idempotent answer', 32));
  return {
    scope,
    hash: createHash('sha256').update(`${scope}\n${key}`).digest('hex'),
    fingerprint: createHmac('sha256', key).update(request).digest('hex'),
    seal(text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', secret, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, IV_BYTES));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
    },
  };
}
