import type { IncomingHttpHeaders } from 'node:http';
import type { AccountService } from '../accounts/account-service.js';
import type { KeyService } from '../keys/key-service.js';
import type { Principal } from '../keys/principal.js';
import type { Access } from './route.js';
import { ServerError } from './server-error.js';

const MAX_CREDENTIAL_LENGTH = 4096;
const challenge = { 'www-authenticate': 'Bearer realm="maaza"' };

/** The credential of a request: `Authorization: Bearer …`, or `X-API-Key`. */
function readCredential(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : undefined;
}

/** Who is asking. @throws {ServerError} `invalid_api_key`, `invalid_token` */
export async function authenticate(
  headers: IncomingHttpHeaders,
  { keys, accounts }: { keys: KeyService; accounts: AccountService },
): Promise<Principal> {
  const credential = readCredential(headers);
  if (credential === undefined || credential === '' || credential.length > MAX_CREDENTIAL_LENGTH) {
    throw new ServerError('invalid_api_key', 'send an API key: Authorization: Bearer sk_live_…', { headers: challenge });
  }
  // Three parts with dots between them is what a JWT is; no API key has dots.
  const isToken = credential.split('.').length === 3 && headers.authorization !== undefined;
  return isToken ? accounts.authenticate(credential) : keys.authenticate(credential);
}

/** @throws {ServerError} `permission_denied` */
export function authorize(principal: Principal, access: Exclude<Access, 'public'>): void {
  if (!access.modes.includes(principal.mode)) {
    throw new ServerError('permission_denied', `this cannot be done with a ${principal.mode} key`, { details: { modes: access.modes } });
  }
  if (!principal.scopes.has(access.scope)) {
    throw new ServerError('permission_denied', `the key lacks the scope ${access.scope}`, { details: { scope: access.scope } });
  }
}
