import type { Place } from '../place.js';
import type { Assertion } from '../schema-node.js';

/**
 * `items`, `minItems` and `maxItems`.
 * @see JSON Schema Core 2020-12, section 10.3.1, and Validation, section 6.4
 */
export function* parseArrays(place: Place): Generator<Assertion> {
  if (place.has('items')) {
    if (Array.isArray(place.raw.items)) place.refused('items', 'a list of schemas is not built yet');
    else {
      yield { kind: 'items', prefix: [], rest: place.child('items') };
      place.enforced('items');
    }
  }
  if (place.has('minItems') || place.has('maxItems')) {
    yield { kind: 'itemCount', min: place.count('minItems', 0), max: place.count('maxItems', Number.POSITIVE_INFINITY) };
    for (const keyword of ['minItems', 'maxItems']) if (place.has(keyword)) place.enforced(keyword);
  }
}
