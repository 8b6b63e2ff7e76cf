import {
  ALL_TYPES,
  type Assertion,
  type ContainsDemand,
  type Demand,
  type ItemsDemand,
  type Json,
  type MembersDemand,
  type SchemaNode,
  type SomeMemberDemand,
  TypeBit,
} from '../../schema/schema-node.js';
import type { CodePointDfa } from '../automata/code-point-dfa.js';
import type { GrammarContext } from '../grammar-context.js';
import { type NumberRange, unboundedRange, withDivisor, withoutDivisor, withRange } from '../numbers/number-range.js';
import { sameJson } from './same-json.js';

/** A schema with `unevaluatedProperties` or `unevaluatedItems`: what its own subschemas do not evaluate must satisfy `schema`. */
export interface UnevaluatedScope {
  readonly kind: 'unevaluatedMembers' | 'unevaluatedItems';
  readonly schema: SchemaNode;
}

/** Where a demand stands: the scopes in which it evaluates members or items, and its place in the order of the document. */
export interface Standing {
  readonly scopes: readonly UnevaluatedScope[];
  readonly order: readonly number[];
  /** it gives the members that it lists no place among the others */
  readonly isLoose: boolean;
}

export interface Scoped<D> extends Standing {
  readonly demand: D;
}

/** Demands that have no alternatives of their own. */
export type PlainDemand = Exclude<
  Demand,
  { kind: 'all' | 'any' | 'one' | 'not' | 'otherThan' | 'unevaluatedMembers' | 'unevaluatedItems' }
>;

const NONE: readonly never[] = [];

/** Everything that one alternative demands of a value, gathered from all assertions that hold together. */
export class Conjunction {
  types: number = ALL_TYPES;
  /** undefined: not restricted to a list */
  values: readonly Json[] | undefined = undefined;
  /** scalars that are not allowed */
  excluded: readonly Json[] = NONE;
  /** undefined: any string */
  words: CodePointDfa | undefined = undefined;
  minLength = 0;
  maxLength: number = Number.POSITIVE_INFINITY;
  numbers: NumberRange = unboundedRange;
  members: readonly Scoped<MembersDemand>[] = NONE;
  memberNames: readonly SchemaNode[] = NONE;
  someMembers: readonly SomeMemberDemand[] = NONE;
  required: readonly string[] = NONE;
  minMembers = 0;
  maxMembers: number = Number.POSITIVE_INFINITY;
  items: readonly Scoped<ItemsDemand>[] = NONE;
  minItems = 0;
  maxItems: number = Number.POSITIVE_INFINITY;
  contains: readonly Scoped<ContainsDemand>[] = NONE;
  /** the assertion that demands it */
  uniqueItems: Assertion | undefined = undefined;
  scopes: readonly Scoped<UnevaluatedScope>[] = NONE;

  /** @param isAlone - its schemas have no other alternative */
  constructor(readonly isAlone = false) {}

  clone(): Conjunction {
    // Field by field: `Object.assign` takes several times as long.
    const copy = new Conjunction();
    copy.types = this.types;
    copy.values = this.values;
    copy.excluded = this.excluded;
    copy.words = this.words;
    copy.minLength = this.minLength;
    copy.maxLength = this.maxLength;
    copy.numbers = this.numbers;
    copy.members = this.members;
    copy.memberNames = this.memberNames;
    copy.someMembers = this.someMembers;
    copy.required = this.required;
    copy.minMembers = this.minMembers;
    copy.maxMembers = this.maxMembers;
    copy.items = this.items;
    copy.minItems = this.minItems;
    copy.maxItems = this.maxItems;
    copy.contains = this.contains;
    copy.uniqueItems = this.uniqueItems;
    copy.scopes = this.scopes;
    return copy;
  }

  add(assertion: Assertion, demand: PlainDemand, standing: Standing, context: GrammarContext): void {
    switch (demand.kind) {
      case 'types':
        this.types &= demand.types;
        break;
      case 'values':
        this.values = intersectValues(this.values, demand.values);
        break;
      case 'length':
        this.minLength = Math.max(this.minLength, demand.min);
        this.maxLength = Math.min(this.maxLength, demand.max);
        break;
      case 'format':
        this.maxLength = Math.min(this.maxLength, context.formatMaxLength(demand.name));
        this.addWords(context.wordsOf(demand, assertion), context);
        break;
      case 'pattern':
        this.addWords(context.wordsOf(demand, assertion), context);
        break;
      case 'noMatch':
        this.addWords(context.complement(context.wordsOf(demand.of, assertion)), context);
        break;
      case 'range':
        this.numbers = withRange(this.numbers, demand.min, demand.max);
        break;
      case 'multipleOf':
        this.numbers = withDivisor(this.numbers, demand.divisor);
        break;
      case 'notMultipleOf':
        this.numbers = withoutDivisor(this.numbers, demand.divisor);
        break;
      case 'members':
        this.members = [...this.members, scoped(demand, standing)];
        if (!this.isAlone) this.forbid(demand);
        break;
      case 'memberNames':
        this.memberNames = [...this.memberNames, demand.schema];
        break;
      case 'someMember':
        this.someMembers = [...this.someMembers, demand];
        break;
      case 'required':
        this.required = this.required.length === 0 ? demand.names : [...new Set([...this.required, ...demand.names])];
        if (!this.isAlone) for (const { demand: members } of this.members) this.forbid(members);
        break;
      case 'memberCount':
        this.minMembers = Math.max(this.minMembers, demand.min);
        this.maxMembers = Math.min(this.maxMembers, demand.max);
        break;
      case 'items':
        this.items = [...this.items, scoped(demand, standing)];
        break;
      case 'itemCount':
        this.minItems = Math.max(this.minItems, demand.min);
        this.maxItems = Math.min(this.maxItems, demand.max);
        break;
      case 'contains':
        this.contains = [...this.contains, scoped(demand, standing)];
        break;
      case 'uniqueItems':
        this.uniqueItems = assertion;
        break;
    }
  }

  /** Nothing can satisfy it, as far as types and lists of values tell. */
  get isHopeless(): boolean {
    return this.types === 0 || this.values?.length === 0;
  }

  /** It can be no object where a member is required and has no place: told early, no further alternatives come of it. */
  private forbid({ properties, patterns, additional }: MembersDemand): void {
    if ((this.types & TypeBit.object) === 0) return;
    for (const name of this.required) {
      const schema = properties.get(name) ?? (patterns.length === 0 ? additional : undefined);
      if (schema?.isNever === true) this.types &= ~TypeBit.object;
    }
  }

  private addWords(words: CodePointDfa, context: GrammarContext): void {
    this.words = this.words === undefined ? words : context.intersection(this.words, words);
  }
}

function scoped<D>(demand: D, { scopes, order, isLoose }: Standing): Scoped<D> {
  return { demand, scopes, order, isLoose };
}

function intersectValues(a: readonly Json[] | undefined, b: readonly Json[]): readonly Json[] {
  return a === undefined ? b : a.filter((value) => b.some((other) => sameJson(value, other)));
}
