import type { GrammarContext } from './grammar-context.js';
import { itemNode } from './nodes/items.js';
import { sizeOf } from './nodes/size.js';
import type { ValueNode } from './nodes/value-node.js';
import { Refusal } from './refusal.js';
import type { SchemaFinding } from './types.js';

const MAX_NODES = 20_000;

/**
 * Expands all nodes that a generation can reach, so that whatever cannot be enforced is known before it begins.
 * @returns a finding for each assertion that was refused
 */
export function explore(root: ValueNode, context: GrammarContext): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  const reached = new Set([root]);
  for (const node of reached) {
    context.budget.atMost(MAX_NODES, reached.size, 'different places for values');
    try {
      addNodesInside(node, reached, context);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({ pointer: error.pointer, keyword: error.keyword, verdict: 'refused', reason: error.reason });
    }
  }
  return findings;
}

function addNodesInside(node: ValueNode, reached: Set<ValueNode>, context: GrammarContext): void {
  const { objects, arrays } = node.candidates;
  for (const atom of objects) {
    for (const members of [atom.members, atom.additional]) {
      for (const { node: member, payments } of members) {
        reached.add(member);
        for (const payment of payments) reached.add(payment.node);
      }
    }
  }
  for (const atom of arrays) {
    if (atom.isUnique) refuseUnlessScalar(itemNode(atom, 0, [], context), atom.maxItems);
    for (let i = 0; i <= atom.prefix.length && i < atom.maxItems; i++) {
      reached.add(itemNode(atom, i, [], context));
      for (const demand of atom.contains) reached.add(itemNode(atom, i, [demand.schema], context));
    }
  }
}

/** Items that no two of may be equal are remembered as values; for objects and arrays that is not built. */
function refuseUnlessScalar(item: ValueNode, maxItems: number): void {
  if (maxItems <= 1) return;
  const { objects, arrays, scalars } = item.candidates;
  if (objects.length + arrays.length > 0) throw new Refusal('uniqueItems', '', 'its items may be objects or arrays');
  if (sizeOf(scalars) === undefined) throw new Refusal('uniqueItems', '', 'its items overlap in several finite sets');
}
