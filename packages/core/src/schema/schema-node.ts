/** The JSON types as a bit set; integers and numbers with a fraction are told apart, and so are the two booleans. */
export const TypeBit = { null: 1, false: 2, true: 4, integer: 8, fraction: 16, string: 32, object: 64, array: 128 } as const;

export const ALL_TYPES = 255;
export const NUMBER_TYPES: number = TypeBit.integer | TypeBit.fraction;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One thing that a schema demands of a value. What concerns one type only (a length, say) holds for values of all other types. A schema
 * is the conjunction of its assertions.
 */
export type Assertion =
  | { readonly kind: 'types'; readonly types: number }
  | { readonly kind: 'values'; readonly values: readonly Json[] }
  | { readonly kind: 'length'; readonly min: number; readonly max: number }
  | { readonly kind: 'format'; readonly name: string }
  | MembersAssertion
  | { readonly kind: 'required'; readonly names: readonly string[] }
  | { readonly kind: 'memberCount'; readonly min: number; readonly max: number }
  | { readonly kind: 'items'; readonly prefix: readonly SchemaNode[]; readonly rest: SchemaNode | undefined }
  | { readonly kind: 'itemCount'; readonly min: number; readonly max: number }
  | { readonly kind: 'any'; readonly schemas: readonly SchemaNode[] };

/** `properties`, `patternProperties` and `additionalProperties` of one schema object belong together. */
export interface MembersAssertion {
  readonly kind: 'members';
  readonly properties: ReadonlyMap<string, SchemaNode>;
  /** what every other member must be; `undefined`: anything */
  readonly additional: SchemaNode | undefined;
}

/** A schema after its keywords were read and checked: the checked schema tree. */
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
