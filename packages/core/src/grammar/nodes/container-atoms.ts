import type { SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { AdditionalMembers, ArrayAtom, Member, ObjectAtom } from './atoms.js';
import { type Conjunction, itemSchemas, memberSchemas } from './conjunction.js';

/** The objects that a conjunction allows, or `undefined` where there are none. */
export function objectAtom(conjunction: Conjunction, context: GrammarContext): ObjectAtom | undefined {
  const { members: assertions } = conjunction;
  const required = new Set(conjunction.required);
  const names = new Set<string>();
  for (const assertion of assertions) for (const name of assertion.properties.keys()) names.add(name);
  for (const name of required) names.add(name);
  const members: Member[] = [];
  for (const name of names) {
    const node = context.node(memberSchemas(assertions, name));
    const isRequired = required.has(name);
    // Only required members are looked into here: optional ones may lead back to this very node.
    if (isRequired && node.isEmpty) return undefined;
    members.push({ name, node, isRequired });
  }
  const additional = additionalMembers(conjunction, names, context);
  const { minMembers, maxMembers } = conjunction;
  if (required.size > maxMembers || minMembers > maxMembers) return undefined;
  if (additional.length === 0 && members.length < minMembers) return undefined;
  const key = JSON.stringify([
    members.map((member) => [member.name, member.node.id, member.isRequired]),
    additional.map((rule) => rule.node.id),
    [...names],
    minMembers,
    maxMembers,
  ]);
  return context.objectAtom(key, (id) => {
    const requiredFrom = new Array<number>(members.length + 1).fill(0);
    for (let i = members.length - 1; i >= 0; i--) requiredFrom[i] = requiredFrom[i + 1]! + (members[i]!.isRequired ? 1 : 0);
    return { id, members, requiredFrom, additional, minMembers, maxMembers };
  });
}

function additionalMembers(conjunction: Conjunction, listed: ReadonlySet<string>, context: GrammarContext): AdditionalMembers[] {
  const schemas: SchemaNode[] = [];
  for (const assertion of conjunction.members) {
    if (assertion.additional?.isNever) return [];
    if (assertion.additional !== undefined) schemas.push(assertion.additional);
  }
  return [{ names: context.allBut([...listed]), node: context.node(schemas) }];
}

/** The arrays that a conjunction allows, or `undefined` where there are none. */
export function arrayAtom(conjunction: Conjunction, context: GrammarContext): ArrayAtom | undefined {
  const { items, minItems } = conjunction;
  let { maxItems } = conjunction;
  const prefixLength = Math.max(0, ...items.map((assertion) => assertion.prefix.length));
  const prefix = Array.from({ length: prefixLength }, (_, index) => context.node(itemSchemas(items, index)));
  const rest = context.node(itemSchemas(items, prefixLength));
  for (let i = 0; i < Math.min(minItems, prefixLength + 1); i++) {
    if ((prefix[i] ?? rest).isEmpty) maxItems = Math.min(maxItems, i);
  }
  if (minItems > maxItems) return undefined;
  const key = JSON.stringify([prefix.map((node) => node.id), rest.id, minItems, maxItems]);
  return context.arrayAtom(key, (id) => ({ id, prefix, rest, minItems, maxItems }));
}
