import type { ZodType, z } from 'zod';
import { ServerError } from './server-error.js';

const MAX_ISSUES = 20;
/** Names that are not ours are repeated only where they look like a name: a key or a text may stand in the wrong place. */
const PLAIN_NAME = /^(?!sk_|rt_|eyJ)[A-Za-z_][\w-]{0,39}$/;

const shown = (part: PropertyKey): string => (typeof part === 'number' || PLAIN_NAME.test(String(part)) ? String(part) : '…');

function describe(issue: z.core.$ZodIssue): { readonly path: string; readonly message: string } {
  const path = issue.path.map((part) => `/${shown(part)}`).join('');
  if (issue.code !== 'unrecognized_keys') return { path, message: issue.message };
  return { path, message: `unknown: ${issue.keys.slice(0, 5).map(shown).join(', ')}` };
}

/** @throws {ServerError} `invalid_request` with the place of each mistake, and without the values */
export function checkInput<Schema extends ZodType>(schema: Schema, value: unknown, where: 'path' | 'query' | 'body'): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, MAX_ISSUES).map(describe);
  const first = issues[0]!;
  throw new ServerError('invalid_request', `${where}${first.path}: ${first.message}`, { details: { in: where, issues } });
}
