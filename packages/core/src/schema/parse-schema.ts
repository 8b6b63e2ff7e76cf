import { SchemaError } from '../errors/index.js';
import type { SchemaFinding } from '../grammar/types.js';
import { anyTypeKeywords, parseAnyType } from './keywords/any-type.js';
import {
  applicatorKeywords,
  parseApplicators,
  parseReferences,
  parseUnevaluated,
  referenceKeywords,
  unevaluatedKeywords,
} from './keywords/applicators.js';
import { arrayKeywords, parseArrays } from './keywords/arrays.js';
import { numberKeywords, parseNumbers } from './keywords/numbers.js';
import { dependencyKeywords, objectKeywords, parseDependencies, parseObjects } from './keywords/objects.js';
import { parseStrings, stringKeywords } from './keywords/strings.js';
import { Place, type SchemaOptions, type SchemaReader } from './place.js';
import { isRecord } from './raw-schema.js';
import { SchemaDocument } from './schema-document.js';
import type { Assertion, SchemaNode } from './schema-node.js';

/** The checked schema tree of a document, with a verdict on each constraining keyword. */
export interface SchemaTree {
  readonly root: SchemaNode;
  readonly findings: SchemaFinding[];
}

/**
 * Reads the keywords of a schema into assertions. Only what the root reaches is read: a definition that nothing refers to constrains nothing.
 * @throws {SchemaError} `invalid_schema` where a keyword has a value that the standard does not allow.
 */
export function parseSchema(schema: unknown, options: SchemaOptions): SchemaTree {
  const reader = new TreeReader(new SchemaDocument(schema), options);
  return { root: reader.read(schema, ''), findings: reader.findings };
}

/** Demands that hold no schema and can always be kept: schemas of nothing else are one wherever they stand. */
const PLAIN_DEMANDS: ReadonlySet<string> = new Set([
  'types',
  'values',
  'length',
  'format',
  'range',
  'multipleOf',
  'itemCount',
  'memberCount',
]);

class TreeReader implements SchemaReader {
  readonly findings: SchemaFinding[] = [];
  private readonly known = new Map<unknown, SchemaNode>();
  private readonly plain = new Map<string, SchemaNode>();
  private count = 0;

  constructor(
    readonly document: SchemaDocument,
    readonly options: SchemaOptions,
  ) {}

  read(raw: unknown, pointer: string): SchemaNode {
    if (typeof raw === 'boolean') return raw ? this.derive(pointer, []) : this.never(pointer);
    if (!isRecord(raw)) {
      throw new SchemaError(
        'invalid_schema',
        `Not a JSON Schema: what stands at ${pointer || 'its root'} must be an object or a boolean.`,
        {
          details: { pointer },
        },
      );
    }
    const known = this.known.get(raw);
    if (known !== undefined) return known;
    const place = new Place(raw, pointer, this);
    const node = this.derive(pointer, place.assertions);
    // Entered before its keywords are read, for they may refer back to it.
    this.known.set(raw, node);
    parseKeywords(place);
    return this.shared(raw, node);
  }

  /** Equal plain schemas become one node, so that what follows is done once for all of them. */
  private shared(raw: unknown, node: SchemaNode): SchemaNode {
    if (node.assertions.length === 0 || !node.assertions.every(({ demand }) => PLAIN_DEMANDS.has(demand.kind))) return node;
    const key = JSON.stringify(node.assertions.map(({ demand }) => demand));
    const first = this.plain.get(key);
    if (first === undefined) {
      this.plain.set(key, node);
      return node;
    }
    this.known.set(raw, first);
    return first;
  }

  derive(pointer: string, assertions: readonly Assertion[]): SchemaNode {
    return { id: this.count++, pointer, isNever: false, assertions };
  }

  never(pointer: string): SchemaNode {
    return { id: this.count++, pointer, isNever: true, assertions: [] };
  }
}

/** What reads the keywords of a schema, family by family, and the keywords that each of them asks for. */
const FAMILIES: readonly (readonly [keywords: readonly string[], parse: (place: Place) => void])[] = [
  [anyTypeKeywords, parseAnyType],
  [stringKeywords, parseStrings],
  [numberKeywords, parseNumbers],
  [objectKeywords, parseObjects],
  [arrayKeywords, parseArrays],
  [referenceKeywords, parseReferences],
  [applicatorKeywords, parseApplicators],
  [dependencyKeywords, parseDependencies],
  [unevaluatedKeywords, parseUnevaluated],
];

/** By keyword: a bit for its family. */
const FAMILY_OF: ReadonlyMap<string, number> = new Map(
  FAMILIES.flatMap(([keywords], family) => keywords.map((keyword) => [keyword, 1 << family] as const)),
);

/** Most schemas have keywords of one or two families, so the others are not asked. */
function parseKeywords(place: Place): void {
  let families = 0;
  for (const keyword of Object.keys(place.raw)) families |= FAMILY_OF.get(keyword) ?? 0;
  for (let family = 0; families >> family !== 0; family++) if ((families >> family) & 1) FAMILIES[family]![1](place);
}
