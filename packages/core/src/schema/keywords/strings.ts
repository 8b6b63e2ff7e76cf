import type { Place } from '../place.js';
import type { Assertion } from '../schema-node.js';

/**
 * `minLength`, `maxLength` and `format`; lengths count code points.
 * @see JSON Schema Validation 2020-12, sections 6.3 and 7
 */
export function* parseStrings(place: Place): Generator<Assertion> {
  if (place.has('format')) {
    const name = place.raw.format;
    if (typeof name !== 'string') throw place.invalid('format', 'a string');
    if (['date', 'time', 'date-time'].includes(name)) {
      yield { kind: 'format', name };
      place.enforced('format');
    } else {
      place.refused('format', `the format "${name}" is not built yet`);
    }
  }
}
