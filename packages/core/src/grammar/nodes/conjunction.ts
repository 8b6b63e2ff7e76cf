import { ALL_TYPES, type Assertion, type Json, type MembersAssertion, type SchemaNode } from '../../schema/schema-node.js';
import type { CodePointDfa } from '../automata/code-point-dfa.js';
import type { GrammarContext } from '../grammar-context.js';
import { sameJson } from './same-json.js';

type ItemsAssertion = Extract<Assertion, { kind: 'items' }>;

/** Everything that one alternative demands of a value, gathered from all assertions that hold together. */
export class Conjunction {
  types: number = ALL_TYPES;
  /** undefined: not restricted to a list */
  values: readonly Json[] | undefined = undefined;
  /** undefined: any string */
  stringDfa: CodePointDfa | undefined = undefined;
  minLength = 0;
  maxLength: number = Number.POSITIVE_INFINITY;
  members: readonly MembersAssertion[] = [];
  required: readonly string[] = [];
  minMembers = 0;
  maxMembers: number = Number.POSITIVE_INFINITY;
  items: readonly ItemsAssertion[] = [];
  minItems = 0;
  maxItems: number = Number.POSITIVE_INFINITY;

  clone(): Conjunction {
    return Object.assign(new Conjunction(), this);
  }

  /** Adds an assertion that has no alternatives. */
  add(assertion: Exclude<Assertion, { kind: 'any' }>, context: GrammarContext): void {
    switch (assertion.kind) {
      case 'types':
        this.types &= assertion.types;
        break;
      case 'values':
        this.values = intersectValues(this.values, assertion.values);
        break;
      case 'length':
        this.minLength = Math.max(this.minLength, assertion.min);
        this.maxLength = Math.min(this.maxLength, assertion.max);
        break;
      case 'format':
        this.addDfa(context.formatDfa(assertion.name), context);
        break;
      case 'members':
        this.members = [...this.members, assertion];
        break;
      case 'required':
        this.required = [...new Set([...this.required, ...assertion.names])];
        break;
      case 'memberCount':
        this.minMembers = Math.max(this.minMembers, assertion.min);
        this.maxMembers = Math.min(this.maxMembers, assertion.max);
        break;
      case 'items':
        this.items = [...this.items, assertion];
        break;
      case 'itemCount':
        this.minItems = Math.max(this.minItems, assertion.min);
        this.maxItems = Math.min(this.maxItems, assertion.max);
        break;
    }
  }

  private addDfa(dfa: CodePointDfa, context: GrammarContext): void {
    this.stringDfa = this.stringDfa === undefined ? dfa : context.intersection(this.stringDfa, dfa);
  }
}

/** The schemas that hold for the member `name`. */
export function memberSchemas(members: readonly MembersAssertion[], name: string): SchemaNode[] {
  const schemas: SchemaNode[] = [];
  for (const assertion of members) {
    const schema = assertion.properties.get(name) ?? assertion.additional;
    if (schema !== undefined) schemas.push(schema);
  }
  return schemas;
}

/** The schemas that hold for the item at `index`. */
export function itemSchemas(items: readonly ItemsAssertion[], index: number): SchemaNode[] {
  const schemas: SchemaNode[] = [];
  for (const assertion of items) {
    const schema = assertion.prefix[index] ?? assertion.rest;
    if (schema !== undefined) schemas.push(schema);
  }
  return schemas;
}

function intersectValues(a: readonly Json[] | undefined, b: readonly Json[]): readonly Json[] {
  return a === undefined ? b : a.filter((value) => b.some((other) => sameJson(value, other)));
}
