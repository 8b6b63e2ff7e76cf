import type { Place } from '../place.js';
import type { Assertion, SchemaNode } from '../schema-node.js';

/**
 * `properties`, `additionalProperties` and `required`.
 * @see JSON Schema Core 2020-12, section 10.3.2, and Validation, section 6.5
 */
export function* parseObjects(place: Place): Generator<Assertion> {
  yield* parseMembers(place);
  if (place.has('required')) {
    yield { kind: 'required', names: place.strings('required') };
    place.enforced('required');
  }
}

function* parseMembers(place: Place): Generator<Assertion> {
  const hasProperties = place.has('properties');
  const isClosedByOption = hasProperties && !place.has('additionalProperties') && !place.options.additionalProperties;
  if (!hasProperties && !place.has('additionalProperties')) return;
  const properties = new Map<string, SchemaNode>();
  if (hasProperties) {
    for (const name of Object.keys(place.record('properties'))) properties.set(name, place.child('properties', name));
    place.enforced('properties');
  }
  let additional: SchemaNode | undefined;
  if (place.has('additionalProperties')) {
    additional = place.child('additionalProperties');
    place.enforced('additionalProperties');
  }
  yield { kind: 'members', properties, additional: isClosedByOption ? place.never() : additional };
}
