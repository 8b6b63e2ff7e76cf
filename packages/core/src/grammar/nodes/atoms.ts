import type { CodePointDfa } from '../automata/code-point-dfa.js';
import type { ValueNode } from './value-node.js';

/** A member that an object lists by name. */
export interface Member {
  readonly name: string;
  readonly node: ValueNode;
  readonly isRequired: boolean;
}

/** The members that an object does not list, as far as one rule holds for them. */
export interface AdditionalMembers {
  /** the names; none of them is listed */
  readonly names: CodePointDfa;
  readonly node: ValueNode;
}

/** One alternative of a value that is an object: a conjunction without alternatives of its own. */
export interface ObjectAtom {
  readonly id: number;
  /** in the order in which they are written; each can be valid */
  readonly members: readonly Member[];
  /** `requiredFrom[i]`: how many of the members from index `i` on are required */
  readonly requiredFrom: readonly number[];
  readonly additional: readonly AdditionalMembers[];
  readonly minMembers: number;
  readonly maxMembers: number;
}

/** One alternative of a value that is an array. */
export interface ArrayAtom {
  readonly id: number;
  /** nodes of the first items; items after them are `rest` */
  readonly prefix: readonly ValueNode[];
  readonly rest: ValueNode;
  readonly minItems: number;
  readonly maxItems: number;
}

/** The values of a node: a union over alternatives, sorted by what they begin with. */
export interface Atoms {
  /** indices of lexemes in the context */
  readonly scalars: readonly number[];
  readonly objects: readonly ObjectAtom[];
  readonly arrays: readonly ArrayAtom[];
}
