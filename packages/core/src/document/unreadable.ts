import { DocumentError } from '../errors/index.js';

/** Why a document could not be read. */
export type UnreadableReason =
  /** needs a password */
  | 'encrypted'
  /** damaged, cut short, or not what it claims to be */
  | 'broken'
  /** a kind that no reader is for */
  | 'unsupported'
  /** goes over the limit in `details.limit` */
  | 'over_limit';

/** @param what - the rest of the sentence that begins with "the document" */
export function unreadable(
  reason: UnreadableReason,
  what: string,
  details: Readonly<Record<string, unknown>> = {},
  cause?: unknown,
): DocumentError {
  return new DocumentError('unreadable_document', `the document ${what}`, {
    details: { reason, ...details },
    ...(cause !== undefined && { cause }),
  });
}

/** @param limit - the name of the limit in `DocumentLimits` */
export function overLimit(limit: string, allowed: number, actual: number, what: string): DocumentError {
  return unreadable('over_limit', `${what}, more than limits.${limit} allows (${allowed})`, { limit, allowed, actual });
}
