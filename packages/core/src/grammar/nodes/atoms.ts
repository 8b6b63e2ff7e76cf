import type { ContainsDemand, SchemaNode } from '../../schema/schema-node.js';
import type { CodePointDfa } from '../automata/code-point-dfa.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import type { ValueNode } from './value-node.js';

/** A member that an object lists by name. */
export interface Member {
  readonly name: string;
  readonly node: ValueNode;
  readonly isRequired: boolean;
  /** what it may be beyond `node`, to pay debts */
  readonly payments: readonly Payment[];
}

/** The members that an object does not list, as far as one rule holds for them. */
export interface AdditionalMembers {
  readonly names: CodePointDfa;
  /** listed names, which are no additional ones */
  readonly listed: readonly string[];
  /** how many names there are; infinite for nearly all rules */
  readonly nameCount: number;
  readonly node: ValueNode;
  readonly payments: readonly Payment[];
}

/**
 * A debt of an object: at least one member must be of some kind (what the negation of `additionalProperties`, say, demands). A member
 * can pay several at once.
 */
export interface Payment {
  /** a bit for each debt that it pays */
  readonly debts: number;
  /** the member that pays them: its node, and the debts' schemas besides */
  readonly node: ValueNode;
}

/** One alternative of a value that is an object: a conjunction without alternatives of its own. */
export interface ObjectAtom {
  readonly id: number;
  /** first those that come in this order, then those that come after them in any order */
  readonly members: readonly Member[];
  /** how many members come in order */
  readonly orderedCount: number;
  /** `requiredFrom[i]`: how many of the ordered members from index `i` on are required */
  readonly requiredFrom: readonly number[];
  readonly additional: readonly AdditionalMembers[];
  readonly minMembers: number;
  readonly maxMembers: number;
  readonly debtCount: number;
}

/** One alternative of a value that is an array. */
export interface ArrayAtom {
  readonly id: number;
  /** schemas of the first items; those of items after them are `rest` */
  readonly prefix: readonly (readonly SchemaNode[])[];
  readonly rest: readonly SchemaNode[];
  readonly minItems: number;
  readonly maxItems: number;
  readonly contains: readonly ContainsDemand[];
  readonly isUnique: boolean;
}

/** The values of a node: a union over alternatives, sorted by what they begin with. */
export interface Atoms {
  readonly scalars: readonly Lexeme[];
  readonly objects: readonly ObjectAtom[];
  readonly arrays: readonly ArrayAtom[];
}
