import type { Place } from '../place.js';
import { isRecord } from '../raw-schema.js';
import type { Demand, SchemaNode } from '../schema-node.js';
import { canBuildPattern } from './strings.js';

/** The keywords that `parseObjects` reads. */
export const objectKeywords: readonly string[] = [
  ...['properties', 'patternProperties', 'additionalProperties'],
  ...['required', 'propertyNames', 'minProperties', 'maxProperties'],
];

/** The keywords that `parseDependencies` reads. */
export const dependencyKeywords: readonly string[] = ['dependentRequired', 'dependentSchemas', 'dependencies'];

/**
 * `properties`, `patternProperties`, `additionalProperties`, `required`, `propertyNames`, `minProperties` and `maxProperties`.
 * @see JSON Schema Core 2020-12, section 10.3.2, and Validation, section 6.5
 */
export function parseObjects(place: Place): void {
  parseMembers(place);
  // A boolean `required`, as in draft-03, is no keyword of the versions read here.
  if (place.has('required') && typeof place.raw.required !== 'boolean') {
    place.assert('required', { kind: 'required', names: place.strings('required') });
  }
  if (place.has('propertyNames')) place.assert('propertyNames', { kind: 'memberNames', schema: place.child('propertyNames') });
  if (place.has('minProperties')) {
    place.assert('minProperties', { kind: 'memberCount', min: place.count('minProperties', 0), max: Number.POSITIVE_INFINITY });
  }
  if (place.has('maxProperties')) {
    place.assert('maxProperties', { kind: 'memberCount', min: 0, max: place.count('maxProperties', 0) });
  }
}

/** `dependentRequired`, `dependentSchemas`, and `dependencies`, which was both of them up to draft-07. */
export function parseDependencies(place: Place): void {
  for (const keyword of dependencyKeywords) {
    if (!place.has(keyword)) continue;
    for (const [name, value] of Object.entries(place.record(keyword))) {
      if (!isRecord(value) && typeof value !== 'boolean') {
        const names = place.strings(keyword, typeof value === 'string' ? [value] : value);
        place.assert(keyword, implication(place, keyword, name, place.derive(keyword, { kind: 'required', names })));
      } else place.assert(keyword, implication(place, keyword, name, place.child(keyword, name)));
    }
  }
}

/** Either the member is not there, or it is and the schema holds. */
function implication(place: Place, keyword: string, name: string, schema: SchemaNode): Demand {
  const never = place.reader.never(place.pointerOf(keyword));
  const absent: Demand = { kind: 'members', properties: new Map([[name, never]]), patterns: [], additional: undefined };
  const present = place.derive(keyword, { kind: 'required', names: [name] }, { kind: 'all', schemas: [schema] });
  return { kind: 'any', schemas: [place.derive(keyword, absent), present], isExclusive: true };
}

function parseMembers(place: Place): void {
  const keywords = ['properties', 'patternProperties', 'additionalProperties'].filter((keyword) => place.has(keyword));
  if (keywords.length === 0) return;
  const properties = new Map<string, SchemaNode>();
  if (place.has('properties')) {
    for (const name of Object.keys(place.record('properties'))) properties.set(name, place.child('properties', name));
  }
  const patterns: { source: string; schema: SchemaNode }[] = [];
  if (place.has('patternProperties')) {
    for (const source of Object.keys(place.record('patternProperties'))) {
      if (!canBuildPattern(place, 'patternProperties', source)) return;
      patterns.push({ source, schema: place.child('patternProperties', source) });
    }
  }
  for (const keyword of keywords) place.enforced(keyword);
  place.demand(keywords[0]!, { kind: 'members', properties, patterns, additional: additionalOf(place) });
}

function additionalOf(place: Place): SchemaNode | undefined {
  if (place.has('additionalProperties')) return place.child('additionalProperties');
  const isClosedByOption = place.has('properties') && !place.has('unevaluatedProperties') && !place.reader.options.additionalProperties;
  return isClosedByOption ? place.reader.never(place.pointer) : undefined;
}
