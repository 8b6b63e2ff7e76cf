import { unescapePointerSegment } from '../json/json-pointer.js';
import type { JsonSchema } from '../schema/json-schema.js';
import type { Fields } from './answer-edits.js';
import type { ExtractOptions } from './options.js';
import { isRequiredAt } from './required-leaves.js';

/** Whether a pattern (a JSON pointer with `*` for any index or name) leads to a pointer. The empty pattern leads everywhere. */
export function leadsTo(pattern: string, pointer: string): boolean {
  if (pattern === '') return true;
  const wanted = pattern.split('/');
  const given = pointer.split('/');
  const isSame = (segment: string, i: number) => segment === '*' || unescapePointerSegment(segment) === unescapePointerSegment(given[i]!);
  return wanted.length === given.length && wanted.every(isSame);
}

/**
 * The values that are not probable enough.
 * @param usual - threshold where the caller gives none, for values that may be missing
 */
export function findImprobable(
  fields: Fields,
  schema: JsonSchema,
  minProbability: ExtractOptions['minProbability'],
  usual: number,
): string[] {
  const thresholdOf = (pointer: string): number => {
    if (typeof minProbability === 'number') return minProbability;
    const given = Object.entries(minProbability ?? {}).find(([pattern]) => leadsTo(pattern, pointer));
    if (given !== undefined) return given[1];
    return usual > 0 && !isRequiredAt(schema, pointer) ? usual : 0;
  };
  return Object.entries(fields)
    .filter(([pointer, { value, probability }]) => value !== null && probability !== undefined && probability < thresholdOf(pointer))
    .map(([pointer]) => pointer);
}
