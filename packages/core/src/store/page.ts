import { RequestError } from '../errors/index.js';
import type { ListOptions } from './extraction-store.js';

/** The place of an extraction in the list: newest `created` first, then highest `sequence` first. */
export interface ListPosition {
  /** Unix time in seconds */
  readonly created: number;
  /** counts the saves of one store */
  readonly sequence: number;
}

export const listDefaults = Object.freeze({ limit: 50 });
export const maxPageLimit = 1000;

export interface ResolvedListOptions {
  readonly limit: number;
  /** the page starts after this one; undefined is the start of the list */
  readonly after: ListPosition | undefined;
}

/** Opaque to callers, so that its form may change. */
export const writeCursor = ({ created, sequence }: ListPosition): string => Buffer.from(`${created}.${sequence}`).toString('base64url');

function readCursor(cursor: unknown): ListPosition {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString('latin1') : '';
  const [created, sequence] = /^-?\d{1,16}\.\d{1,16}$/.test(text) ? text.split('.').map(Number) : [];
  if (Number.isSafeInteger(created) && Number.isSafeInteger(sequence)) return { created: created!, sequence: sequence! };
  throw new RequestError('invalid_request', 'the cursor is not one that a page gave as nextCursor', { details: { option: 'cursor' } });
}

/** @throws {RequestError} `invalid_request` */
export function resolveListOptions({ limit = listDefaults.limit, cursor }: ListOptions = {}): ResolvedListOptions {
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageLimit) {
    throw new RequestError('invalid_request', `limit is an integer from 1 to ${maxPageLimit}, not ${limit}`, {
      details: { option: 'limit' },
    });
  }
  return { limit, after: cursor === undefined ? undefined : readCursor(cursor) };
}
