import type { ContainsDemand } from '../../schema/schema-node.js';
import type { CompileBudget } from '../budget.js';
import type { GrammarContext } from '../grammar-context.js';
import type { ArrayAtom, ObjectAtom } from './atoms.js';
import { canSatisfyTogether } from './contains-ways.js';
import { itemNode, NO_MORE } from './items.js';
import { sizeOf } from './size.js';
import type { ValueNode } from './value-node.js';

type IsEmpty = (node: ValueNode) => boolean;

/**
 * Tells whether any value satisfies a node: a least fixed point, for a node that can only be satisfied by a value inside itself without end
 * has none. A node that is met again while it is being decided counts as empty for the moment; what was concluded from that is not kept.
 */
export class Emptiness {
  private readonly deciding = new Map<ValueNode, number>();

  constructor(private readonly budget: CompileBudget) {}

  isEmpty(node: ValueNode): boolean {
    return this.decide(node).isEmpty;
  }

  /** As `isEmpty`, but false also where that hangs on a node that is being decided further out. */
  isSurelyEmpty(node: ValueNode): boolean {
    const { isEmpty, assumedAt } = this.decide(node);
    return isEmpty && assumedAt === Number.POSITIVE_INFINITY;
  }

  /** @returns also the lowest depth of a node that was taken for empty on the way */
  private decide(node: ValueNode): { isEmpty: boolean; assumedAt: number } {
    if (node.emptiness !== undefined) return { isEmpty: node.emptiness, assumedAt: Number.POSITIVE_INFINITY };
    const running = this.deciding.get(node);
    if (running !== undefined) return { isEmpty: true, assumedAt: running };
    this.budget.tick('whether a value can be valid');
    const depth = this.deciding.size;
    this.deciding.set(node, depth);
    let assumedAt = Number.POSITIVE_INFINITY;
    const isEmptyInside: IsEmpty = (child) => {
      const decided = this.decide(child);
      assumedAt = Math.min(assumedAt, decided.assumedAt);
      return decided.isEmpty;
    };
    try {
      const { scalars, objects, arrays } = node.candidates;
      const isEmpty =
        scalars.length === 0 &&
        !objects.some((atom) => isObjectPossible(atom, isEmptyInside)) &&
        !arrays.some((atom) => isArrayPossible(atom, node.context, isEmptyInside));
      if (!isEmpty || assumedAt >= depth) node.emptiness = isEmpty;
      return { isEmpty, assumedAt: assumedAt >= depth ? Number.POSITIVE_INFINITY : assumedAt };
    } finally {
      this.deciding.delete(node);
    }
  }
}

/** Some object satisfies the alternative. */
export function isObjectPossible(atom: ObjectAtom, isEmpty: IsEmpty): boolean {
  for (const member of atom.members) if (member.isRequired && isEmpty(member.node)) return false;
  for (let debt = 0; debt < atom.debtCount; debt++) if (!canPay(atom, debt, isEmpty)) return false;
  const { maxMembers } = atom;
  const all = (1 << atom.debtCount) - 1;
  if (atom.debtCount > 0 && requiredCount(atom) + extraMembers(atom, all, () => false, isEmpty) > maxMembers) return false;
  return canHaveMembers(atom, atom.minMembers, isEmpty);
}

function requiredCount(atom: ObjectAtom): number {
  return atom.members.filter((member) => member.isRequired).length;
}

/**
 * How many members, beyond those that are required, may be needed to pay debts: one for each debt that no required member pays. Never too
 * few; too many where one other member could pay several debts at the limit of `maxProperties`.
 */
export function extraMembers(atom: ObjectAtom, owed: number, isPassed: (index: number) => boolean, isEmpty: IsEmpty): number {
  let left = owed;
  for (const [index, member] of atom.members.entries()) {
    if (!member.isRequired || isPassed(index)) continue;
    let best = 0;
    for (const { debts, node } of member.payments) {
      if (bitCount(debts & left) > bitCount(best) && !isEmpty(node)) best = debts & left;
    }
    left &= ~best;
  }
  return bitCount(left);
}

function bitCount(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count++;
  return count;
}

function canPay(atom: ObjectAtom, debt: number, isEmpty: IsEmpty): boolean {
  return [...atom.members, ...atom.additional].some(({ payments }) =>
    payments.some(({ debts, node }) => (debts >> debt) & 1 && !isEmpty(node)),
  );
}

/** An object of the alternative can have so many members; those that may stay away are looked at only as far as they are needed. */
function canHaveMembers(atom: ObjectAtom, count: number, isEmpty: IsEmpty): boolean {
  let possible = 0;
  for (const { node } of atom.members) {
    if (possible >= count) return true;
    if (!isEmpty(node)) possible++;
  }
  for (const { node, nameCount } of atom.additional) {
    if (possible >= count) return true;
    if (!isEmpty(node)) possible += nameCount;
  }
  return possible >= count;
}

/** Some array satisfies the alternative. */
export function isArrayPossible(atom: ArrayAtom, context: GrammarContext, isEmpty: IsEmpty): boolean {
  const last = Math.min(atom.minItems, atom.prefix.length + 1);
  for (let i = 0; i < last; i++) if (isEmpty(itemNode(atom, i, NO_MORE, context))) return false;
  if (atom.isUnique && atom.minItems > 1 && !hasDistinct(itemNode(atom, 0, NO_MORE, context), atom.minItems)) return false;
  const { contains, isUnique } = atom;
  if (isUnique && contains.some(({ min, schema }) => min > 1 && !hasDistinct(itemNode(atom, 0, [schema], context), min))) return false;
  if (!contains.every((demand) => canContain(atom, demand, context, isEmpty))) return false;
  if (contains.length < 2) return true;
  const none = contains.map(() => 0);
  return canSatisfyTogether(atom, 0, none, context, isEmpty);
}

/** The node has so many different scalars; objects and arrays are not counted, and there are enough. */
function hasDistinct(item: ValueNode, count: number): boolean {
  const { objects, arrays, scalars } = item.candidates;
  return objects.length + arrays.length > 0 || (sizeOf(scalars) ?? count) >= count;
}

/** Enough items can satisfy the demand, and enough can fail it. */
function canContain(atom: ArrayAtom, demand: ContainsDemand, context: GrammarContext, isEmpty: IsEmpty): boolean {
  if (demand.min > demand.max) return false;
  let inside = 0;
  for (let i = demand.from; i < Math.min(atom.maxItems, atom.prefix.length); i++) {
    if (isEmpty(itemNode(atom, i, NO_MORE, context))) return inside >= demand.min;
    if (!isEmpty(itemNode(atom, i, [demand.schema], context))) inside++;
  }
  const restFrom = Math.max(demand.from, atom.prefix.length);
  if (inside < demand.min && atom.maxItems > restFrom && !isEmpty(itemNode(atom, restFrom, [demand.schema], context))) {
    inside += atom.maxItems - restFrom;
  }
  if (inside < demand.min) return false;
  if (demand.max === Number.POSITIVE_INFINITY) return true;
  const outside = context.schemas.negation(demand.schema);
  let forced = 0;
  for (let i = demand.from; i < atom.minItems && forced <= demand.max; i++) {
    if (isEmpty(itemNode(atom, i, [outside], context))) forced++;
  }
  return forced <= demand.max;
}
