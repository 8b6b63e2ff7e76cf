import type { ContainsDemand, Json } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom } from '../nodes/atoms.js';
import { alikeFrom, canSatisfyTogether, isProgress, itemWays, lacksItems } from '../nodes/contains-ways.js';
import { itemNode, NO_MORE } from '../nodes/items.js';
import type { ValueNode } from '../nodes/value-node.js';
import { mergeThreads, type ThreadOrigin } from './frame.js';

/** One alternative of an open array. */
export interface ArrayThread extends ThreadOrigin {
  readonly atom: ArrayAtom;
  /** items read so far, as far as the count still matters */
  readonly count: number;
  /** by `contains` of the atom: items that satisfied it, as far as the count still matters */
  readonly found: readonly number[];
  /** the items so far, where no two may be equal */
  readonly used: readonly Json[];
}

/** So many items may come while one that `contains` demands is still missing, beyond those that must come anyway. */
const MAX_BEFORE_DUTY = 16;

/** An item that may come for one thread, and the thread after it (`used` then still lacks the item). */
export interface ItemChoice {
  readonly node: ValueNode;
  readonly thread: ArrayThread;
}

export function startArray(parents: readonly number[], atom: ArrayAtom): ArrayThread {
  return { parents, atom, count: 0, found: atom.contains.map(() => 0), used: [] };
}

export function canEnd(thread: ArrayThread): boolean {
  const { atom, count, found } = thread;
  return count >= atom.minItems && atom.contains.every((demand, index) => found[index]! >= demand.min);
}

/** The items that may come next, each such that the array can be completed after it. */
export function itemChoices(thread: ArrayThread, context: GrammarContext): ItemChoice[] {
  const { atom, count } = thread;
  if (count >= atom.maxItems) return [];
  const last = lastCountThatMatters(atom);
  const isDue = count >= dutyFrom(atom) && lacksItems(atom, thread.found);
  const ways = itemWays(atom, count, thread.found, context).filter((way) => !isDue || isProgress(atom, thread.found, way));
  const others = thread.used.length === 0 ? [] : [context.otherThan(thread.used)];
  return ways
    .map(({ more, found }) => ({
      node: itemNode(atom, count, [...more, ...others], context),
      thread: { ...thread, count: Math.min(count + 1, last), found },
    }))
    .filter(({ node, thread: after }) => !node.isEmpty && canComplete(after, context));
}

/** Enough items can follow, of which enough count and few enough must count, for each `contains`. */
function canComplete(thread: ArrayThread, context: GrammarContext): boolean {
  const { atom, count } = thread;
  for (let i = count; i < Math.min(atom.minItems, atom.prefix.length + 1); i++) {
    if (itemNode(atom, i, NO_MORE, context).isEmpty) return false;
  }
  const isEachPossible = atom.contains.every((demand, index) => {
    const found = thread.found[index]!;
    return canFind(atom, count, demand, demand.min - found, context) && canAvoid(atom, count, demand, demand.max - found, context);
  });
  return isEachPossible && (atom.contains.length < 2 || canSatisfyTogether(atom, count, thread.found, context, (node) => node.isEmpty));
}

function canFind(atom: ArrayAtom, from: number, demand: ContainsDemand, wanted: number, context: GrammarContext): boolean {
  let left = wanted;
  for (let i = Math.max(from, demand.from); left > 0 && i < atom.maxItems; i++) {
    if (itemNode(atom, i, NO_MORE, context).isEmpty) return false;
    const counts = !itemNode(atom, i, [demand.schema], context).isEmpty;
    if (i >= atom.prefix.length) return counts && left <= atom.maxItems - i;
    if (counts) left--;
  }
  return left <= 0;
}

function canAvoid(atom: ArrayAtom, from: number, demand: ContainsDemand, allowed: number, context: GrammarContext): boolean {
  if (allowed === Number.POSITIVE_INFINITY) return true;
  const outside = context.schemas.negation(demand.schema);
  let left = allowed;
  for (let i = Math.max(from, demand.from); i < atom.minItems; i++) {
    if (!itemNode(atom, i, [outside], context).isEmpty) {
      if (i >= atom.prefix.length) return true;
    } else if (--left < 0) return false;
  }
  return true;
}

/** From this index on, an item that some `contains` still lacks must come. */
function dutyFrom(atom: ArrayAtom): number {
  const least = Math.max(atom.minItems, alikeFrom(atom));
  return atom.contains.length === 0 ? least : least + MAX_BEFORE_DUTY;
}

/** Without an upper bound, counts past the prefix and all lower bounds are alike. */
function lastCountThatMatters(atom: ArrayAtom): number {
  if (atom.maxItems < Number.POSITIVE_INFINITY) return atom.maxItems;
  return dutyFrom(atom);
}

export function keyOf(threads: readonly ArrayThread[]): string {
  return threads.map((thread) => `${thread.parents.join('+')}>${stateOf(thread)}`).join();
}

export function distinct(threads: readonly ArrayThread[]): readonly ArrayThread[] {
  return mergeThreads(threads, stateOf);
}

/** A thread but for whom it serves. */
function stateOf({ atom, count, found, used }: ArrayThread): string {
  return `${atom.id}:${count}:${found.join('.')}${used.length > 0 ? JSON.stringify(used) : ''}`;
}
