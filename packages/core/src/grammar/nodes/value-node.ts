import type { SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { Atoms } from './atoms.js';
import { expand } from './expand.js';

/**
 * The set of values that satisfy some schemas together. Nodes are made once per set of schemas and expanded into alternatives when first
 * needed, so recursive schemas are finite graphs of nodes.
 */
export class ValueNode {
  private expanded: Atoms | undefined;
  private emptiness: boolean | undefined;

  constructor(
    readonly id: number,
    readonly schemas: readonly SchemaNode[],
    private readonly context: GrammarContext,
  ) {}

  /** The alternatives; each of them can be valid. */
  get atoms(): Atoms {
    this.expanded ??= expand(this.schemas, this.context);
    return this.expanded;
  }

  get isEmpty(): boolean {
    this.emptiness ??= this.atoms.scalars.length + this.atoms.objects.length + this.atoms.arrays.length === 0;
    return this.emptiness;
  }
}
