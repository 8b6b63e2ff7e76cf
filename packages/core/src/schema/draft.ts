import { isRecord } from './raw-schema.js';

/** A version of the standard, as a number that compares: 4, 6, 7, 2019 or 2020. */
export type Draft = 4 | 6 | 7 | 2019 | 2020;

/** The version that `$schema` names; without one the newest, whose keywords include the older ones here. */
export function draftOf(root: unknown): Draft {
  const uri = isRecord(root) ? root.$schema : undefined;
  if (typeof uri !== 'string') return 2020;
  if (/draft-0[34]\b/.test(uri)) return 4;
  if (/draft-06\b/.test(uri)) return 6;
  if (/draft-07\b/.test(uri)) return 7;
  return uri.includes('2019-09') ? 2019 : 2020;
}
