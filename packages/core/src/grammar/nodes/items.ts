import type { SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom } from './atoms.js';
import type { ValueNode } from './value-node.js';

/** The node of the item at `index`, on which `more` is demanded besides. */
export function itemNode(atom: ArrayAtom, index: number, more: readonly SchemaNode[], context: GrammarContext): ValueNode {
  return context.node([...(atom.prefix[index] ?? atom.rest), ...more]);
}
