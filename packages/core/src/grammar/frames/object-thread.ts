import type { GrammarContext } from '../grammar-context.js';
import type { ObjectAtom } from '../nodes/atoms.js';
import type { ValueNode } from '../nodes/value-node.js';
import type { ThreadOrigin } from './frame.js';

/** One alternative of an open object. */
export interface ObjectThread extends ThreadOrigin {
  readonly atom: ObjectAtom;
  /** index of the first listed member that may still come */
  readonly next: number;
  /** members read so far, as far as the count still matters */
  readonly count: number;
  /** names of members read that the object does not list, in their order */
  readonly used: readonly string[];
}

/** A key that may come for one thread, as a lexeme, and what follows once it was read. */
export interface KeyChoice {
  readonly lexeme: number;
  take(label: number): { thread: ObjectThread; node: ValueNode };
}

/** No member is missing any more. */
export function canEnd(thread: ObjectThread): boolean {
  return thread.atom.requiredFrom[thread.next] === 0 && thread.count >= thread.atom.minMembers;
}

/**
 * The keys that may come next: listed members up to the first required one, in their order; after the last required one also members
 * that are not listed. No choice leads to where too few or too many members are left.
 */
export function keyChoices(thread: ObjectThread, context: GrammarContext): KeyChoice[] {
  const { atom } = thread;
  const indices: number[] = [];
  for (let i = thread.next; i < atom.members.length; i++) {
    if (!atom.members[i]!.node.isEmpty && canTake(thread, i)) indices.push(i);
    if (atom.members[i]!.isRequired) break;
  }
  const choices: KeyChoice[] = [];
  if (indices.length > 0) {
    choices.push({
      lexeme: context.textLexeme(indices.map((i) => JSON.stringify(atom.members[i]!.name))),
      take(label) {
        const index = indices[label]!;
        return { thread: { ...thread, next: index + 1, count: nextCount(thread) }, node: atom.members[index]!.node };
      },
    });
  }
  if (atom.requiredFrom[thread.next] === 0 && thread.count < atom.maxMembers) {
    for (const rule of atom.additional) {
      const lexeme = rule.node.isEmpty ? undefined : context.stringLexeme(rule.names, 0, Number.POSITIVE_INFINITY);
      if (lexeme === undefined) continue;
      const after: ObjectThread = { ...thread, next: atom.members.length, count: nextCount(thread) };
      choices.push({ lexeme, take: () => ({ thread: after, node: rule.node }) });
    }
  }
  return choices;
}

function canTake(thread: ObjectThread, index: number): boolean {
  const { atom } = thread;
  const countAfter = thread.count + 1;
  if (countAfter + atom.requiredFrom[index + 1]! > atom.maxMembers) return false;
  if (atom.additional.length > 0) return true;
  let reachable = countAfter;
  for (let i = index + 1; i < atom.members.length; i++) if (!atom.members[i]!.node.isEmpty) reachable++;
  return reachable >= atom.minMembers;
}

function nextCount(thread: ObjectThread): number {
  const { minMembers, maxMembers } = thread.atom;
  return Math.min(thread.count + 1, maxMembers === Number.POSITIVE_INFINITY ? minMembers : maxMembers);
}

export function keyOf(threads: readonly ObjectThread[]): string {
  return threads
    .map(({ parent, atom, next, count, used }) => `${parent}:${atom.id}:${next}:${count}${used.length > 0 ? JSON.stringify(used) : ''}`)
    .join();
}

export function distinct(threads: readonly ObjectThread[]): ObjectThread[] {
  return [...new Map(threads.map((thread) => [keyOf([thread]), thread])).values()];
}
