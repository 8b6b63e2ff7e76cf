import { createHash, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const modes = ['live', 'test'] as const;
export type Mode = (typeof modes)[number];

/** What a key may be used for. */
export const scopes = ['extract', 'extractions:read', 'usage:read', 'keys:read', 'keys:write'] as const;
export type Scope = (typeof scopes)[number];

/** What a key may do where nothing else was asked for: no key makes keys by accident. */
export const defaultScopes: readonly Scope[] = ['extract', 'extractions:read', 'usage:read'];

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 32;
const CHECKSUM_LENGTH = 6;
const SHAPE = new RegExp(`^sk_(live|test)_[0-9A-Za-z]{${SECRET_LENGTH + CHECKSUM_LENGTH}}$`);
/** `sk_live_` and four more: enough to tell keys apart, 24 of 190 bits. */
const SHOWN_LENGTH = 12;

/** CRC-32 in six base62 digits. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = ALPHABET[rest % ALPHABET.length]! + digits;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return digits;
}

/** `sk_live_` + 32 random base62 characters (190 bits) + checksum. */
export function createApiKey(mode: Mode): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const body = `sk_${mode}_${secret}`;
  return body + checksumOf(body);
}

/** The mode of a key that is spelled right, else undefined: a typo never reaches the database. */
export function readApiKey(key: string): Mode | undefined {
  const mode = SHAPE.exec(key)?.[1] as Mode | undefined;
  return mode && checksumOf(key.slice(0, -CHECKSUM_LENGTH)) === key.slice(-CHECKSUM_LENGTH) ? mode : undefined;
}

/** 190 random bits need no slow hash: nobody can try them all. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export const shownPrefix = (key: string): string => key.slice(0, SHOWN_LENGTH);
