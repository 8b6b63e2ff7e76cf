import type { Place } from '../place.js';
import type { SchemaNode } from '../schema-node.js';

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** The keywords that `parseArrays` reads; `minContains` and `maxContains` say nothing without `contains`. */
export const arrayKeywords: readonly string[] = [
  'prefixItems',
  'items',
  'additionalItems',
  'minItems',
  'maxItems',
  'uniqueItems',
  'contains',
];

/**
 * `prefixItems`, `items`, `additionalItems`, `minItems`, `maxItems`, `uniqueItems`, `contains`, `minContains` and `maxContains`.
 * @see JSON Schema Core 2020-12, section 10.3.1, and Validation, section 6.4; draft-07, section 6.4 for `items` as a list
 */
export function parseArrays(place: Place): void {
  parseItems(place);
  if (place.has('minItems')) place.assert('minItems', { kind: 'itemCount', min: place.count('minItems', 0), max: NO_LIMIT });
  if (place.has('maxItems')) place.assert('maxItems', { kind: 'itemCount', min: 0, max: place.count('maxItems', 0) });
  if (place.raw.uniqueItems === true) place.assert('uniqueItems', { kind: 'uniqueItems' });
  if (!place.has('contains') || place.reader.document.draft === 4) return;
  const hasCounts = place.reader.document.draft >= 2019;
  const min = hasCounts ? place.count('minContains', 1) : 1;
  const max = hasCounts ? place.count('maxContains', NO_LIMIT) : NO_LIMIT;
  if (hasCounts) for (const keyword of ['minContains', 'maxContains']) if (place.has(keyword)) place.enforced(keyword);
  place.assert('contains', { kind: 'contains', schema: place.child('contains'), min, max, from: 0 });
}

function parseItems(place: Place): void {
  const isList = Array.isArray(place.raw.items);
  const prefixKeyword = isList ? 'items' : 'prefixItems';
  const restKeyword = isList ? 'additionalItems' : 'items';
  const hasPrefix = place.has(prefixKeyword) && (isList || place.reader.document.draft === 2020);
  const prefix: readonly SchemaNode[] = hasPrefix ? place.children(prefixKeyword) : [];
  const rest = place.has(restKeyword) ? place.child(restKeyword) : undefined;
  if (!hasPrefix && rest === undefined) return;
  if (hasPrefix) place.enforced(prefixKeyword);
  if (rest !== undefined) place.enforced(restKeyword);
  const keyword = hasPrefix ? prefixKeyword : restKeyword;
  place.demand(keyword, { kind: 'items', prefix, rest });
}
