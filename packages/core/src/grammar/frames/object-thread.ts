import type { GrammarContext } from '../grammar-context.js';
import type { Lexeme } from '../lexemes/lexeme.js';
import type { AdditionalMembers, Member, ObjectAtom, Payment } from '../nodes/atoms.js';
import { extraMembers } from '../nodes/emptiness.js';
import type { ValueNode } from '../nodes/value-node.js';
import { type LexemeText, mergeThreads, PENDING_NAME, type ThreadOrigin } from './frame.js';

/** One alternative of an open object. */
export interface ObjectThread extends ThreadOrigin {
  readonly atom: ObjectAtom;
  /** index of the first ordered member that may still come */
  readonly next: number;
  /** a bit for each listed member without order that was read */
  readonly taken: bigint;
  /** members read so far, as far as the count still matters */
  readonly count: number;
  /** names of members read that the object does not list, in their order */
  readonly used: readonly string[];
  /** a bit for each debt that is not paid yet */
  readonly owed: number;
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

/** So many unlisted members may come while something is still missing: a required member without order, or one that pays a debt. */
const MAX_BEFORE_DUTY = 16;

/** What follows a key: the member's value, and the thread after it. */
export interface TakenKey {
  readonly thread: ObjectThread;
  readonly node: ValueNode;
}

/** A key that may come for one thread, as a lexeme. */
export interface KeyChoice {
  readonly lexeme: Lexeme;
  /** what follows depends on the text of the key */
  readonly readsText: boolean;
  take(label: number, text: LexemeText): readonly TakenKey[];
}

export function startObject(parents: readonly number[], atom: ObjectAtom): ObjectThread {
  return { parents, atom, next: 0, taken: 0n, count: 0, used: [], owed: (1 << atom.debtCount) - 1 };
}

/** No member is missing any more. */
export function canEnd(thread: ObjectThread): boolean {
  return thread.owed === 0 && requiredLeft(thread) === 0 && thread.count >= thread.atom.minMembers;
}

/**
 * The keys that may come next: ordered members up to the first required one, and after the last required one also those without order,
 * listed or not. No choice leads to where too few or too many members are left.
 */
export function keyChoices(thread: ObjectThread, context: GrammarContext): KeyChoice[] {
  const { atom } = thread;
  if (thread.count >= atom.maxMembers) return [];
  const choices: KeyChoice[] = [];
  const listed = listedChoice(thread, context);
  if (listed !== undefined) choices.push(listed);
  if (atom.requiredFrom[thread.next]! > 0) return choices;
  for (const rule of atom.additional) {
    if (takeAdditional(thread, rule, '').length === 0) continue;
    const lexeme = context.keyLexeme(rule.names, rule.listed, thread.used);
    if (lexeme === undefined) continue;
    choices.push({
      lexeme,
      readsText: true,
      take(_, text) {
        if (!text.isAhead) return takeAdditional(thread, rule, JSON.parse(text.lexemeText()) as string);
        return thread.used.includes(PENDING_NAME) ? [] : takeAdditional(thread, rule, PENDING_NAME);
      },
    });
  }
  return choices;
}

/** Whether any key may come next; cheaper than to ask which. */
export function hasKeyChoice(thread: ObjectThread, context: GrammarContext): boolean {
  if (thread.count >= thread.atom.maxMembers) return false;
  if (isUnbound(thread, context) && thread.next < thread.atom.members.length) return true;
  return keyChoices(thread, context).length > 0;
}

function listedChoice(thread: ObjectThread, context: GrammarContext): KeyChoice | undefined {
  const { atom, next } = thread;
  if (isUnbound(thread, context)) {
    if (next === atom.members.length) return undefined;
    const lexeme = context.memberNames(atom, next, lastListed(thread));
    return { lexeme, readsText: false, take: (index) => takeListed(thread, index) };
  }
  const indices = nextListed(thread).filter((index) => takeListed(thread, index).length > 0);
  if (indices.length === 0) return undefined;
  return {
    lexeme: context.textLexeme(indices.map((index) => JSON.stringify(atom.members[index]!.name)))!,
    readsText: false,
    take: (label) => takeListed(thread, indices[label]!),
  };
}

/** The usual case: any listed member may be taken in its turn, whatever else was, so none needs to be tried. */
function isUnbound({ atom, taken }: ObjectThread, context: GrammarContext): boolean {
  return (
    taken === 0n && atom.debtCount === 0 && atom.minMembers === 0 && atom.maxMembers === NO_LIMIT && context.hasOnlyPossibleMembers(atom)
  );
}

/** The index of the last member that may come next. */
function lastListed({ atom, next }: ObjectThread): number {
  for (let i = next; i < atom.orderedCount; i++) if (atom.members[i]!.isRequired) return i;
  return atom.members.length - 1;
}

function isPassed(thread: ObjectThread, index: number): boolean {
  return index < thread.atom.orderedCount ? index < thread.next : ((thread.taken >> BigInt(index)) & 1n) === 1n;
}

function requiredLeft(thread: ObjectThread): number {
  const { atom } = thread;
  let left = atom.requiredFrom[thread.next]!;
  for (let i = atom.orderedCount; i < atom.members.length; i++) if (atom.members[i]!.isRequired && !isPassed(thread, i)) left++;
  return left;
}

function nextListed(thread: ObjectThread): number[] {
  const { members, orderedCount } = thread.atom;
  const indices: number[] = [];
  for (let i = thread.next; i < members.length; i++) {
    if (isPassed(thread, i)) continue;
    indices.push(i);
    if (members[i]!.isRequired && i < orderedCount) break;
  }
  return indices;
}

function takeListed(thread: ObjectThread, index: number): TakenKey[] {
  const { atom } = thread;
  const isOrdered = index < atom.orderedCount;
  const next = isOrdered ? index + 1 : atom.orderedCount;
  const taken = isOrdered ? thread.taken : thread.taken | (1n << BigInt(index));
  return withPayments({ ...thread, next, taken, count: nextCount(thread) }, atom.members[index]!);
}

function takeAdditional(thread: ObjectThread, rule: AdditionalMembers, name: string): TakenKey[] {
  const after = { ...thread, next: thread.atom.orderedCount, count: nextCount(thread), used: [...thread.used, name] };
  const taken = withPayments(after, rule);
  const isDue = thread.used.length >= MAX_BEFORE_DUTY && (thread.owed !== 0 || requiredLeft(thread) > 0);
  return isDue ? taken.filter((key) => key.thread.owed !== thread.owed) : taken;
}

/** The member without paying a debt, and with paying what it can; only where the object can be completed afterwards. */
function withPayments(after: ObjectThread, member: Member | AdditionalMembers): TakenKey[] {
  const taken: TakenKey[] = [{ thread: after, node: member.node }];
  for (const { debts, node } of member.payments) {
    if (after.owed & debts) taken.push({ thread: { ...after, owed: after.owed & ~debts }, node });
  }
  return taken.filter(({ thread, node }) => !node.isEmpty && canComplete(thread));
}

/** All that is required still fits in, all debts can be paid, and enough members can follow. */
function canComplete(thread: ObjectThread): boolean {
  const { atom, count } = thread;
  const required = requiredLeft(thread);
  if (count + required > atom.maxMembers) return false;
  if (thread.owed !== 0 && atom.maxMembers < Number.POSITIVE_INFINITY) {
    const extra = extraMembers(
      atom,
      thread.owed,
      (index) => isPassed(thread, index),
      (node) => node.isEmpty,
    );
    if (count + required + extra > atom.maxMembers) return false;
  }
  for (let debt = 0; debt < atom.debtCount; debt++) if ((thread.owed >> debt) & 1 && !canPay(thread, debt)) return false;
  if (count + required >= atom.minMembers) return true;
  let most = count;
  for (let i = 0; i < atom.members.length; i++) if (!isPassed(thread, i) && !atom.members[i]!.node.isEmpty) most++;
  for (const rule of atom.additional) {
    if (!rule.node.isEmpty) most += namesLeft(rule, thread);
  }
  return most >= atom.minMembers;
}

function canPay(thread: ObjectThread, debt: number): boolean {
  const pays = (payments: readonly Payment[]): boolean => payments.some(({ debts, node }) => (debts >> debt) & 1 && !node.isEmpty);
  if (thread.atom.members.some((member, index) => !isPassed(thread, index) && pays(member.payments))) return true;
  return thread.atom.additional.some((rule) => pays(rule.payments) && namesLeft(rule, thread) > 0);
}

function namesLeft(rule: AdditionalMembers, thread: ObjectThread): number {
  if (rule.nameCount === Number.POSITIVE_INFINITY) return rule.nameCount;
  return rule.nameCount - thread.used.filter((name) => rule.names.matches(name) && !rule.listed.includes(name)).length;
}

function nextCount(thread: ObjectThread): number {
  const { minMembers, maxMembers } = thread.atom;
  return Math.min(thread.count + 1, maxMembers === Number.POSITIVE_INFINITY ? minMembers : maxMembers);
}

export function keyOf(threads: readonly ObjectThread[]): string {
  return threads.map((thread) => `${thread.parents.join('+')}>${stateOf(thread)}`).join();
}

export function distinct(threads: readonly ObjectThread[]): readonly ObjectThread[] {
  return mergeThreads(threads, stateOf);
}

/** A thread but for whom it serves. */
function stateOf({ atom, next, taken, count, used, owed }: ObjectThread): string {
  return `${atom.id}:${next}:${taken}:${count}:${owed}${used.length > 0 ? JSON.stringify(used) : ''}`;
}
