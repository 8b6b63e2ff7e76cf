import type { SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom } from './atoms.js';
import type { ValueNode } from './value-node.js';

/** Nothing is demanded of an item besides. */
export const NO_MORE: readonly SchemaNode[] = [];

/** The node of the item at `index`, on which `more` is demanded besides. */
export function itemNode(atom: ArrayAtom, index: number, more: readonly SchemaNode[], context: GrammarContext): ValueNode {
  const schemas = atom.prefix[index] ?? atom.rest;
  return context.node(more.length === 0 ? schemas : [...schemas, ...more]);
}
