import type { Place } from '../place.js';
import type { Demand, SchemaNode } from '../schema-node.js';

/** The keywords that `parseApplicators` reads; `then` and `else` say nothing without `if`. */
export const applicatorKeywords: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'if', 'not'];

/** The keywords that `parseUnevaluated` reads. */
export const unevaluatedKeywords: readonly string[] = ['unevaluatedProperties', 'unevaluatedItems'];

const RESOLVERS = { $ref: 'resolve', $dynamicRef: 'resolveDynamic', $recursiveRef: 'resolveRecursive' } as const;

/** The keywords that `parseReferences` reads. */
export const referenceKeywords = Object.keys(RESOLVERS) as readonly (keyof typeof RESOLVERS)[];

/**
 * `$ref`, `$dynamicRef` and, in 2019-09, `$recursiveRef`: the schema they point to holds here too. Up to draft-07 a `$ref` hides its siblings
 * (draft-07 Core, section 8.3), but whoever writes some means them, and ajv holds to them: so they hold here in every draft.
 * @see JSON Schema Core 2020-12, section 8.2.3
 */
export function parseReferences(place: Place): void {
  const { document } = place.reader;
  for (const keyword of referenceKeywords) {
    if (!place.has(keyword)) continue;
    const reference = place.raw[keyword];
    if (typeof reference !== 'string') throw place.invalid(keyword, 'a string');
    const found = document[RESOLVERS[keyword]](reference, place.raw);
    if (typeof found === 'string') place.refused(keyword, found);
    else place.assert(keyword, { kind: 'all', schemas: [place.reader.read(found.raw, found.pointer)] });
  }
}

/**
 * `allOf`, `anyOf`, `oneOf`, `not`, and `if` with `then` and `else`.
 * @see JSON Schema Core 2020-12, section 10.2
 */
export function parseApplicators(place: Place): void {
  if (place.has('allOf')) place.assert('allOf', { kind: 'all', schemas: place.children('allOf') });
  if (place.has('anyOf')) place.assert('anyOf', { kind: 'any', schemas: place.children('anyOf'), isExclusive: false });
  if (place.has('oneOf')) place.assert('oneOf', { kind: 'one', schemas: place.children('oneOf') });
  if (place.has('if') && place.reader.document.draft >= 7) parseCondition(place);
  if (place.has('not')) place.assert('not', { kind: 'not', schema: place.child('not') });
}

/** Either the condition holds and `then`, or it does not and `else`. */
function parseCondition(place: Place): void {
  const condition = place.child('if');
  const side = (keyword: 'then' | 'else', first: Demand): SchemaNode => {
    if (!place.has(keyword)) return place.derive('if', first);
    place.enforced(keyword);
    return place.derive('if', first, { kind: 'all', schemas: [place.child(keyword)] });
  };
  const holds = side('then', { kind: 'all', schemas: [condition] });
  const fails = side('else', { kind: 'not', schema: condition });
  place.assert('if', { kind: 'any', schemas: [holds, fails], isExclusive: true });
}

/**
 * `unevaluatedProperties` and `unevaluatedItems`.
 * @see JSON Schema Core 2020-12, section 11
 */
export function parseUnevaluated(place: Place): void {
  if (place.reader.document.draft < 2019) return;
  if (place.has('unevaluatedProperties')) {
    place.assert('unevaluatedProperties', { kind: 'unevaluatedMembers', schema: place.child('unevaluatedProperties') });
  }
  if (place.has('unevaluatedItems')) {
    place.assert('unevaluatedItems', { kind: 'unevaluatedItems', schema: place.child('unevaluatedItems') });
  }
}
