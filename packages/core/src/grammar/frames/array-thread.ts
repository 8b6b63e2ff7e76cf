import type { ContainsDemand, Json, SchemaNode } from '../../schema/schema-node.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom } from '../nodes/atoms.js';
import { itemNode } from '../nodes/items.js';
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
  const isDue = count >= dutyFrom(atom);
  let choices: { more: SchemaNode[]; found: number[] }[] = [{ more: [], found: [] }];
  for (const [index, demand] of atom.contains.entries()) {
    choices = choices.flatMap(({ more, found }) =>
      waysToCount(demand, count, thread.found[index]!, isDue, context).map((way) => ({
        more: way.schema === undefined ? more : [...more, way.schema],
        found: [...found, way.found],
      })),
    );
  }
  const others = thread.used.length === 0 ? [] : [context.otherThan(thread.used)];
  return choices
    .map(({ more, found }) => ({
      node: itemNode(atom, count, [...more, ...others], context),
      thread: { ...thread, count: Math.min(count + 1, last), found },
    }))
    .filter(({ node, thread: after }) => !node.isEmpty && canComplete(after, context));
}

interface Way {
  /** what the item must satisfy besides */
  readonly schema: SchemaNode | undefined;
  readonly found: number;
}

/** Whether the next item counts for a `contains` or not; without an upper bound it need not be told that it does not. */
function waysToCount(demand: ContainsDemand, index: number, found: number, isDue: boolean, context: GrammarContext): Way[] {
  const isBounded = demand.max < Number.POSITIVE_INFINITY;
  if (index < demand.from || (!isBounded && found >= demand.min)) return [{ schema: undefined, found }];
  const outside: Way = { schema: isBounded ? context.schemas.negation(demand.schema) : undefined, found };
  const ways = isDue && found < demand.min ? [] : [outside];
  if (found < demand.max) ways.push({ schema: demand.schema, found: found + 1 });
  return ways;
}

/** Enough items can follow, of which enough count and few enough must count, for each `contains`. */
function canComplete(thread: ArrayThread, context: GrammarContext): boolean {
  const { atom, count } = thread;
  for (let i = count; i < Math.min(atom.minItems, atom.prefix.length + 1); i++) {
    if (itemNode(atom, i, [], context).isEmpty) return false;
  }
  return atom.contains.every((demand, index) => {
    const found = thread.found[index]!;
    return canFind(atom, count, demand, demand.min - found, context) && canAvoid(atom, count, demand, demand.max - found, context);
  });
}

function canFind(atom: ArrayAtom, from: number, demand: ContainsDemand, wanted: number, context: GrammarContext): boolean {
  let left = wanted;
  for (let i = Math.max(from, demand.from); left > 0 && i < atom.maxItems; i++) {
    if (itemNode(atom, i, [], context).isEmpty) return false;
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
  const least = Math.max(atom.prefix.length, atom.minItems, ...atom.contains.map((demand) => demand.from));
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
