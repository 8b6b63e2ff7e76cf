import type { ContainsDemand, SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom } from './atoms.js';
import { itemNode } from './items.js';
import type { ValueNode } from './value-node.js';

/** How an item may count for the `contains` of an array. */
export interface ItemWay {
  /** what the item must satisfy besides */
  readonly more: readonly SchemaNode[];
  /** by `contains`: items that satisfied it, the item included, as far as the count matters */
  readonly found: readonly number[];
}

/** Each combination of counting and not counting for the item at `index`; whether an item can be so is not asked here. */
export function itemWays(atom: ArrayAtom, index: number, found: readonly number[], context: GrammarContext): ItemWay[] {
  let ways: ItemWay[] = [{ more: [], found: [] }];
  for (const [i, demand] of atom.contains.entries()) {
    const own = waysToCount(demand, index, found[i]!, context);
    ways = ways.flatMap((way) =>
      own.map(({ schema, count }) => ({ more: schema === undefined ? way.more : [...way.more, schema], found: [...way.found, count] })),
    );
  }
  return ways;
}

/** Whether the item counts or not; without an upper bound it need not be told that it does not. */
function waysToCount(demand: ContainsDemand, index: number, count: number, context: GrammarContext) {
  const isBounded = demand.max < Number.POSITIVE_INFINITY;
  if (index < demand.from || (!isBounded && count >= demand.min)) return [{ schema: undefined, count }];
  const ways = [{ schema: isBounded ? context.schemas.negation(demand.schema) : undefined, count }];
  if (count < demand.max) ways.push({ schema: demand.schema, count: count + 1 });
  return ways;
}

/** Some `contains` still lacks items. */
export function lacksItems(atom: ArrayAtom, found: readonly number[]): boolean {
  return atom.contains.some((demand, i) => found[i]! < demand.min);
}

/** The item of the way is one that some `contains` lacked. */
export function isProgress(atom: ArrayAtom, before: readonly number[], { found }: ItemWay): boolean {
  return atom.contains.some((demand, i) => before[i]! < demand.min && found[i]! > before[i]!);
}

/** The first index from which on all items are alike: no prefix, and each `contains` counts. */
export function alikeFrom(atom: ArrayAtom): number {
  return Math.max(atom.prefix.length, ...atom.contains.map((demand) => demand.from));
}

/**
 * Whether items from `start` on can satisfy all `contains` together, which each of them alone does not tell: one item may not be able to
 * count for two, and there may be room for one item only.
 */
export function canSatisfyTogether(
  atom: ArrayAtom,
  start: number,
  counts: readonly number[],
  context: GrammarContext,
  isEmpty: (node: ValueNode) => boolean,
): boolean {
  const failed = new Set<string>();
  const alike = alikeFrom(atom);
  const search = (index: number, found: readonly number[]): boolean => {
    const isLacking = lacksItems(atom, found);
    if (!isLacking && index >= atom.minItems) return true;
    if (index >= atom.maxItems) return false;
    const key = `${index}:${found.join('.')}`;
    if (failed.has(key)) return false;
    context.budget.tick('which items several "contains" need');
    // Where all items are alike their order does not matter, so those that are lacking may come first.
    const ways = itemWays(atom, index, found, context).filter((way) => index < alike || !isLacking || isProgress(atom, found, way));
    ways.sort((a, b) => sum(b.found) - sum(a.found));
    const isPossible = ways.some((way) => {
      if (isEmpty(itemNode(atom, index, way.more, context))) return false;
      const goesOnForever = !isLacking && index >= alike && way.found.every((count, i) => count === found[i]);
      return goesOnForever || search(index + 1, way.found);
    });
    if (!isPossible) failed.add(key);
    return isPossible;
  };
  return search(start, counts);
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
