import { ALL_TYPES, type Json, type MembersDemand, type SchemaNode, TypeBit, typeBitOf } from '../../schema/schema-node.js';
import { sameJson } from './same-json.js';

/** Members of members are looked into so deep. */
const MAX_DEPTH = 2;
/** Longer lists of values are not compared. */
const MAX_COMPARISONS = 10_000;

/** What every value of a schema satisfies, as far as it can be read off without alternatives. */
interface Facts {
  readonly types: number;
  /** undefined: not restricted to a list */
  readonly values: readonly Json[] | undefined;
  /** of objects */
  readonly required: readonly string[];
  readonly members: readonly MembersDemand[];
}

/**
 * Tells of two schemas which types of values can satisfy both, by what they say on their face: types, lists of values, and members such as the
 * `kind` that tells the branches of a `oneOf` apart. Never too few; what it leaves open, expanding both schemas together decides.
 */
export class Exclusion {
  private readonly facts = new Map<SchemaNode, Facts>();

  /** The types of the values of a schema; never too few. */
  typesOf(schema: SchemaNode): number {
    return this.factsOf(schema).types;
  }

  sharedTypes(a: SchemaNode, b: SchemaNode): number {
    return this.shared(a, b, 0);
  }

  private shared(a: SchemaNode, b: SchemaNode, depth: number): number {
    const left = this.factsOf(a);
    const right = this.factsOf(b);
    const types = left.types & right.types;
    if (types === 0 || a === b) return types;
    if (left.values !== undefined && right.values !== undefined) return sharedTypesOfValues(left.values, right.values) & types;
    return types & TypeBit.object && this.areObjectsApart(left, right, depth) ? types & ~TypeBit.object : types;
  }

  /** Some member that one of them demands can satisfy no more than one of them. */
  private areObjectsApart(left: Facts, right: Facts, depth: number): boolean {
    if (depth === MAX_DEPTH) return false;
    for (const name of left.required) if (this.areMembersApart(name, left, right, depth)) return true;
    for (const name of right.required) if (this.areMembersApart(name, right, left, depth)) return true;
    return false;
  }

  private areMembersApart(name: string, left: Facts, right: Facts, depth: number): boolean {
    for (const demand of right.members) {
      const theirs = memberSchema(demand, name);
      if (theirs === undefined) continue;
      if (theirs.isNever) return true;
      for (const own of left.members) {
        const mine = memberSchema(own, name);
        if (mine !== undefined && this.shared(mine, theirs, depth + 1) === 0) return true;
      }
    }
    return false;
  }

  private factsOf(schema: SchemaNode): Facts {
    let facts = this.facts.get(schema);
    if (facts === undefined) {
      // A schema that refers to itself in place says nothing more by that.
      this.facts.set(schema, UNKNOWN);
      facts = this.read(schema);
      this.facts.set(schema, facts);
    }
    return facts;
  }

  private read(schema: SchemaNode): Facts {
    let { types, values, required, members } = UNKNOWN;
    if (schema.isNever) types = 0;
    for (const { demand } of schema.assertions) {
      switch (demand.kind) {
        case 'types':
          types &= demand.types;
          break;
        case 'values':
          types &= demand.values.reduce<number>((bits, value) => bits | typeBitOf(value), 0);
          values ??= demand.values;
          break;
        case 'required':
          required = joined(required, demand.names);
          break;
        case 'members':
          members = joined(members, [demand]);
          break;
        case 'all':
          for (const part of demand.schemas) {
            const facts = this.factsOf(part);
            types &= facts.types;
            values ??= facts.values;
            required = joined(required, facts.required);
            members = joined(members, facts.members);
          }
          break;
        case 'any':
        case 'one':
          types &= demand.schemas.reduce((bits, part) => bits | this.factsOf(part).types, 0);
          break;
      }
    }
    return { types, values, required, members };
  }
}

const UNKNOWN: Facts = { types: ALL_TYPES, values: undefined, required: [], members: [] };

function joined<Item>(a: readonly Item[], b: readonly Item[]): readonly Item[] {
  if (b.length === 0) return a;
  return a.length === 0 ? b : [...a, ...b];
}

/** What a member of that name must be; `undefined` where that is not told without a pattern. */
function memberSchema({ properties, patterns, additional }: MembersDemand, name: string): SchemaNode | undefined {
  return properties.get(name) ?? (patterns.length === 0 ? additional : undefined);
}

function sharedTypesOfValues(a: readonly Json[], b: readonly Json[]): number {
  if (a.length * b.length > MAX_COMPARISONS) return ALL_TYPES;
  let types = 0;
  for (const value of a) if (b.some((other) => sameJson(value, other))) types |= typeBitOf(value);
  return types;
}
