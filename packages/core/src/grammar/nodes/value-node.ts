import type { SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { Atoms } from './atoms.js';
import { isArrayPossible, isObjectPossible } from './emptiness.js';
import { expand } from './expand.js';

/**
 * The set of values that satisfy some schemas together. Nodes are made once per set of schemas and expanded into alternatives when first
 * needed, so recursive schemas are finite graphs of nodes.
 */
export class ValueNode {
  private expanded: Atoms | undefined;
  private possible: Atoms | undefined;
  /** undefined: not known yet */
  emptiness: boolean | undefined = undefined;
  /** `explore` found it */
  isReached = false;

  constructor(
    readonly id: number,
    readonly schemas: readonly SchemaNode[],
    readonly context: GrammarContext,
  ) {}

  /** The alternatives; some of them may be impossible to satisfy. */
  get candidates(): Atoms {
    this.expanded ??= expand(this.schemas, this.context);
    return this.expanded;
  }

  /** The alternatives, each of which some value satisfies. */
  get atoms(): Atoms {
    this.possible ??= this.possibleOf(this.candidates);
    return this.possible;
  }

  private possibleOf(candidates: Atoms): Atoms {
    const objects = candidates.objects.filter((atom) => isObjectPossible(atom, isEmptyNode));
    const arrays = candidates.arrays.filter((atom) => isArrayPossible(atom, this.context, isEmptyNode));
    const isAll = objects.length === candidates.objects.length && arrays.length === candidates.arrays.length;
    return isAll ? candidates : { scalars: candidates.scalars, objects, arrays };
  }

  /** No value satisfies the schemas. */
  get isEmpty(): boolean {
    return this.emptiness ?? this.context.emptiness.isEmpty(this);
  }
}

function isEmptyNode(node: ValueNode): boolean {
  return node.isEmpty;
}
