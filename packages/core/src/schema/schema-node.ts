/** The JSON types as a bit set; integers and numbers with a fraction are told apart, and so are the two booleans. */
export const TypeBit = { null: 1, false: 2, true: 4, integer: 8, fraction: 16, string: 32, object: 64, array: 128 } as const;

export const ALL_TYPES = 255;
export const NUMBER_TYPES: number = TypeBit.integer | TypeBit.fraction;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What an assertion says about values. What concerns one type only (a length, say) holds for values of all other types. */
export type Demand =
  | { readonly kind: 'types'; readonly types: number }
  | { readonly kind: 'values'; readonly values: readonly Json[] }
  | { readonly kind: 'length'; readonly min: number; readonly max: number }
  | { readonly kind: 'pattern'; readonly source: string }
  | { readonly kind: 'format'; readonly name: string }
  | { readonly kind: 'range'; readonly min: Bound | undefined; readonly max: Bound | undefined }
  | { readonly kind: 'multipleOf'; readonly divisor: number }
  | MembersDemand
  | { readonly kind: 'required'; readonly names: readonly string[] }
  | { readonly kind: 'memberCount'; readonly min: number; readonly max: number }
  | { readonly kind: 'memberNames'; readonly schema: SchemaNode }
  | { readonly kind: 'unevaluatedMembers'; readonly schema: SchemaNode }
  | ItemsDemand
  | { readonly kind: 'itemCount'; readonly min: number; readonly max: number }
  | { readonly kind: 'uniqueItems' }
  | ContainsDemand
  | { readonly kind: 'unevaluatedItems'; readonly schema: SchemaNode }
  | AllDemand
  | AnyDemand
  | { readonly kind: 'one'; readonly schemas: readonly SchemaNode[] }
  | { readonly kind: 'not'; readonly schema: SchemaNode }
  | NegativeDemand;

/** What only the negation of another demand says. */
export type NegativeDemand =
  | { readonly kind: 'otherThan'; readonly values: readonly Json[] }
  | {
      readonly kind: 'noMatch';
      readonly of: { readonly kind: 'pattern'; readonly source: string } | { readonly kind: 'format'; readonly name: string };
    }
  | { readonly kind: 'notMultipleOf'; readonly divisor: number }
  | SomeMemberDemand;

/** At least one member has one of these names and satisfies the schema. */
export interface SomeMemberDemand {
  readonly kind: 'someMember';
  readonly names: NameSet;
  readonly schema: SchemaNode;
}

/** Names of members: those a pattern matches, those a schema leaves to `additionalProperties`, or those a schema allows. */
export type NameSet =
  | { readonly kind: 'matching'; readonly source: string }
  | { readonly kind: 'additional'; readonly members: MembersDemand }
  | { readonly kind: 'valid'; readonly schema: SchemaNode };

export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** `properties`, `patternProperties` and `additionalProperties` of one schema object belong together. */
export interface MembersDemand {
  readonly kind: 'members';
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly patterns: readonly { readonly source: string; readonly schema: SchemaNode }[];
  /** what every other member must be; `undefined`: anything, and it stays unevaluated */
  readonly additional: SchemaNode | undefined;
}

export interface ItemsDemand {
  readonly kind: 'items';
  readonly prefix: readonly SchemaNode[];
  /** what the items after the prefix must be; `undefined`: anything, and they stay unevaluated */
  readonly rest: SchemaNode | undefined;
}

/** So many of the items from index `from` on satisfy the schema. */
export interface ContainsDemand {
  readonly kind: 'contains';
  readonly schema: SchemaNode;
  readonly min: number;
  readonly max: number;
  readonly from: number;
}

export interface AllDemand {
  readonly kind: 'all';
  readonly schemas: readonly SchemaNode[];
}

export interface AnyDemand {
  readonly kind: 'any';
  readonly schemas: readonly SchemaNode[];
  /** the schemas exclude each other, as the two sides of an `if` do */
  readonly isExclusive: boolean;
}

/** One thing that a schema demands of a value. A schema is the conjunction of its assertions. */
export interface Assertion {
  readonly keyword: string;
  /** JSON pointer of the keyword */
  readonly pointer: string;
  readonly demand: Demand;
}

/** A schema after its keywords were read and checked: the checked schema tree (a graph where it refers to itself). */
export interface SchemaNode {
  /** unique within its document */
  readonly id: number;
  /** JSON pointer of the schema in the document */
  readonly pointer: string;
  /** true: nothing is valid (the schema `false`) */
  readonly isNever: boolean;
  readonly assertions: readonly Assertion[];
}

export function typeBitOf(value: Json): number {
  if (value === null) return TypeBit.null;
  if (Array.isArray(value)) return TypeBit.array;
  switch (typeof value) {
    case 'boolean':
      return value ? TypeBit.true : TypeBit.false;
    case 'number':
      return Number.isInteger(value) ? TypeBit.integer : TypeBit.fraction;
    case 'string':
      return TypeBit.string;
    default:
      return TypeBit.object;
  }
}
