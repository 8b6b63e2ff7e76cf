import type { Place } from '../place.js';
import type { Assertion, Demand, SchemaNode } from '../schema-node.js';

const RESOLVERS = { $ref: 'resolve', $dynamicRef: 'resolveDynamic', $recursiveRef: 'resolveRecursive' } as const;

/**
 * `$ref`, `$dynamicRef` and, in 2019-09, `$recursiveRef`: the schema they point to holds here too.
 * @see JSON Schema Core 2020-12, section 8.2.3
 */
export function* parseReferences(place: Place): Generator<Assertion> {
  const { document } = place.reader;
  for (const keyword of Object.keys(RESOLVERS) as (keyof typeof RESOLVERS)[]) {
    if (!place.has(keyword)) continue;
    const reference = place.raw[keyword];
    if (typeof reference !== 'string') throw place.invalid(keyword, 'a string');
    const found = document[RESOLVERS[keyword]](reference, place.raw);
    if (typeof found === 'string') place.refused(keyword, found);
    else yield place.assert(keyword, { kind: 'all', schemas: [place.reader.read(found.raw, found.pointer)] });
  }
}

/**
 * `allOf`, `anyOf`, `oneOf`, `not`, and `if` with `then` and `else`.
 * @see JSON Schema Core 2020-12, section 10.2
 */
export function* parseApplicators(place: Place): Generator<Assertion> {
  if (place.has('allOf')) yield place.assert('allOf', { kind: 'all', schemas: place.children('allOf') });
  if (place.has('anyOf')) yield place.assert('anyOf', { kind: 'any', schemas: place.children('anyOf'), isExclusive: false });
  if (place.has('oneOf')) yield place.assert('oneOf', { kind: 'one', schemas: place.children('oneOf') });
  if (place.has('if') && place.reader.document.draft >= 7) yield* parseCondition(place);
  if (place.has('not')) yield place.assert('not', { kind: 'not', schema: place.child('not') });
}

/** Either the condition holds and `then`, or it does not and `else`. */
function* parseCondition(place: Place): Generator<Assertion> {
  const condition = place.child('if');
  const side = (keyword: 'then' | 'else', first: Demand): SchemaNode => {
    if (!place.has(keyword)) return place.derive('if', first);
    place.enforced(keyword);
    return place.derive('if', first, { kind: 'all', schemas: [place.child(keyword)] });
  };
  const holds = side('then', { kind: 'all', schemas: [condition] });
  const fails = side('else', { kind: 'not', schema: condition });
  yield place.assert('if', { kind: 'any', schemas: [holds, fails], isExclusive: true });
}

/**
 * `unevaluatedProperties` and `unevaluatedItems`.
 * @see JSON Schema Core 2020-12, section 11
 */
export function* parseUnevaluated(place: Place): Generator<Assertion> {
  if (place.reader.document.draft < 2019) return;
  if (place.has('unevaluatedProperties')) {
    yield place.assert('unevaluatedProperties', { kind: 'unevaluatedMembers', schema: place.child('unevaluatedProperties') });
  }
  if (place.has('unevaluatedItems')) {
    yield place.assert('unevaluatedItems', { kind: 'unevaluatedItems', schema: place.child('unevaluatedItems') });
  }
}
