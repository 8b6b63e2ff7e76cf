import type { Place } from '../place.js';
import type { Assertion } from '../schema-node.js';

/**
 * `anyOf`.
 * @see JSON Schema Core 2020-12, section 10.2
 */
export function* parseApplicators(place: Place): Generator<Assertion> {
  if (place.has('anyOf')) {
    const list = place.raw.anyOf;
    if (!Array.isArray(list) || list.length === 0) throw place.invalid('anyOf', 'a list of schemas');
    yield { kind: 'any', schemas: list.map((_, index) => place.child('anyOf', index)) };
    place.enforced('anyOf');
  }
}
