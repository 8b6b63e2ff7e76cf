import { SchemaError } from '../errors/index.js';
import type { SchemaFinding } from '../grammar/types.js';
import { parseAnyType } from './keywords/any-type.js';
import { parseApplicators } from './keywords/applicators.js';
import { parseArrays } from './keywords/arrays.js';
import { parseObjects } from './keywords/objects.js';
import { parseStrings } from './keywords/strings.js';
import { isRecord, Place, type SchemaOptions } from './place.js';
import type { Assertion, SchemaNode } from './schema-node.js';

/** What constrains values in some version of the standard, and is not built. */
const REFUSED: readonly string[] = [
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  'allOf',
  'oneOf',
  'not',
  'if',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'unevaluatedProperties',
  'prefixItems',
  'additionalItems',
  'contains',
  'minContains',
  'maxContains',
  'uniqueItems',
  'unevaluatedItems',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
];

/** The checked schema tree of a document, with a verdict on each constraining keyword. */
export interface SchemaTree {
  readonly root: SchemaNode;
  readonly findings: readonly SchemaFinding[];
}

/**
 * Reads the keywords of a schema into assertions.
 * @throws {SchemaError} `invalid_schema` where a keyword has a value that the standard does not allow.
 */
export function parseSchema(schema: unknown, options: SchemaOptions): SchemaTree {
  const findings: SchemaFinding[] = [];
  let count = 0;
  const parse = (raw: unknown, pointer: string): SchemaNode => {
    if (typeof raw === 'boolean') return { id: count++, pointer, isNever: !raw, assertions: [] };
    if (!isRecord(raw)) {
      throw new SchemaError(
        'invalid_schema',
        `Not a JSON Schema: what stands at ${pointer || 'its root'} must be an object or a boolean.`,
        {
          details: { pointer },
        },
      );
    }
    const place = new Place(raw, pointer, options, findings, parse, () => ({ id: count++, pointer, isNever: true, assertions: [] }));
    const assertions: Assertion[] = [
      ...parseAnyType(place),
      ...parseStrings(place),
      ...parseObjects(place),
      ...parseArrays(place),
      ...parseApplicators(place),
    ];
    for (const keyword of REFUSED) if (place.has(keyword)) place.refused(keyword, 'it is not built yet');
    return { id: count++, pointer, isNever: false, assertions };
  };
  return { root: parse(schema, ''), findings };
}
