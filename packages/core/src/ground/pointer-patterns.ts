/** One place that a pattern leads to. */
export interface PatternMatch {
  readonly pointer: string;
  /** undefined where the place is missing */
  readonly value: unknown;
  /** what each `*` stands for, from left to right */
  readonly stars: readonly string[];
}

const unescapeKey = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');
const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * The places that a JSON pointer (RFC 6901) with `*` for any array index or property leads to. A place that is missing below a `*` is
 * a match without a value, so that a caller sees gaps; an empty array gives no match at all.
 * @param bound - what the first stars stand for; further ones are free
 */
export function matchPattern(data: unknown, pattern: string, bound: readonly string[] = []): PatternMatch[] {
  let matches: PatternMatch[] = [{ pointer: '', value: data, stars: [] }];
  for (const segment of pattern.split('/').slice(1)) matches = matches.flatMap((match) => step(match, segment, bound));
  return matches;
}

export const countStars = (pattern: string): number => pattern.split('/').filter((segment) => segment === '*').length;

function step(match: PatternMatch, segment: string, bound: readonly string[]): PatternMatch[] {
  if (segment !== '*') return [child(match, unescapeKey(segment), match.stars)];
  const fixed = bound[match.stars.length];
  if (fixed !== undefined) return [child(match, fixed, [...match.stars, fixed])];
  if (typeof match.value !== 'object' || match.value === null) return match.value === undefined ? [child(match, '*', match.stars)] : [];
  return Object.keys(match.value).map((key) => child(match, key, [...match.stars, key]));
}

function child(match: PatternMatch, key: string, stars: readonly string[]): PatternMatch {
  const { value } = match;
  const has = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return { pointer: `${match.pointer}/${escapeKey(key)}`, value: has ? (value as Record<string, unknown>)[key] : undefined, stars };
}
