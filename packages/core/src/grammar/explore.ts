import type { GrammarContext } from './grammar-context.js';
import type { AdditionalMembers, Member } from './nodes/atoms.js';
import { itemNode, NO_MORE } from './nodes/items.js';
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
  const reached: ValueNode[] = [];
  reach(root, reached);
  for (const node of reached) {
    context.budget.atMost(MAX_NODES, reached.length, 'different places for values');
    try {
      addNodesInside(node, reached, context);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      findings.push({ pointer: error.pointer, keyword: error.keyword, verdict: 'refused', reason: error.reason });
    }
  }
  return findings;
}

function reach(node: ValueNode, reached: ValueNode[]): void {
  if (node.isReached) return;
  node.isReached = true;
  reached.push(node);
}

function addNodesInside(node: ValueNode, reached: ValueNode[], context: GrammarContext): void {
  const { objects, arrays } = node.candidates;
  for (const atom of objects) {
    addMembers(atom.members, reached);
    addMembers(atom.additional, reached);
  }
  for (const atom of arrays) {
    if (atom.isUnique) refuseUnlessScalar(itemNode(atom, 0, NO_MORE, context), atom.maxItems);
    for (let i = 0; i <= atom.prefix.length && i < atom.maxItems; i++) {
      reach(itemNode(atom, i, NO_MORE, context), reached);
      for (const demand of atom.contains) reach(itemNode(atom, i, [demand.schema], context), reached);
    }
  }
}

function addMembers(members: readonly (Member | AdditionalMembers)[], reached: ValueNode[]): void {
  for (const { node, payments } of members) {
    reach(node, reached);
    for (const payment of payments) reach(payment.node, reached);
  }
}

/** Items that no two of may be equal are remembered as values; for objects and arrays that is not built. */
function refuseUnlessScalar(item: ValueNode, maxItems: number): void {
  if (maxItems <= 1) return;
  const { objects, arrays, scalars } = item.candidates;
  if (objects.length + arrays.length > 0) throw new Refusal('uniqueItems', '', 'its items may be objects or arrays');
  if (sizeOf(scalars) === undefined) throw new Refusal('uniqueItems', '', 'its items overlap in several finite sets');
}
