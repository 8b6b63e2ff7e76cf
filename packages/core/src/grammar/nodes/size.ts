import type { Lexeme } from '../lexemes/lexeme.js';

/** How many values a union of lexemes has, `undefined` where finite ones may overlap. */
export function sizeOf(scalars: readonly Lexeme[]): number | undefined {
  const sizes = scalars.map((lexeme) => lexeme.size());
  if (sizes.includes(Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  return sizes.length === 1 ? sizes[0]! : undefined;
}
