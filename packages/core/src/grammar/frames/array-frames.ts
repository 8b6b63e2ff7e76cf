import type { ArrayAtom } from '../nodes/atoms.js';
import type { ValueNode } from '../nodes/value-node.js';
import { type Frame, parentsOf, Structural, type ThreadOrigin, type Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { type Closing, valueFrame } from './value-frame.js';

/** One alternative of an open array. */
export interface ArrayThread extends ThreadOrigin {
  readonly atom: ArrayAtom;
  /** items read so far, as far as the count still matters */
  readonly count: number;
}

/** The frame before an item; `mayClose`: right after `[`, where the array may also end. */
export function itemFrame(threads: readonly ArrayThread[], around: Waiting, mayClose: boolean, table: FrameTable): Frame {
  const going = threads.filter(takesItem);
  const ending = mayClose ? threads.filter(canEnd) : [];
  const options = going.map((thread, parent) => ({ parent, node: nextItem(thread) }));
  const next = going.map(afterItem);
  const waiting = table.intern<Waiting>(`items ${around.id} ${keyOf(next)}`, (id) => ({
    id,
    afterValue: (survivors) => afterItemFrame(distinct(survivors.map((index) => next[index]!)), around, table),
  }));
  return valueFrame(options, waiting, closingOf(ending, around, table), table);
}

class AfterItemFrame implements Frame {
  readonly group = undefined;
  readonly isDone = false;
  readonly structural: readonly number[];
  private readonly going: boolean;
  private readonly closing: Closing | undefined;
  private afterComma: Frame | undefined;

  constructor(
    readonly id: number,
    private readonly threads: readonly ArrayThread[],
    private readonly around: Waiting,
    private readonly table: FrameTable,
  ) {
    this.going = threads.some(takesItem);
    this.closing = closingOf(threads.filter(canEnd), around, table);
    this.structural = [...(this.going ? [Structural.comma] : []), ...(this.closing ? [Structural.closeBracket] : [])];
  }

  afterStructural(byte: number): Frame | undefined {
    if (byte === Structural.closeBracket) return this.closing?.close();
    if (byte !== Structural.comma || !this.going) return undefined;
    this.afterComma ??= itemFrame(this.threads, this.around, false, this.table);
    return this.afterComma;
  }

  afterLexeme(): Frame {
    return this;
  }
}

function afterItemFrame(threads: readonly ArrayThread[], around: Waiting, table: FrameTable): Frame {
  return table.intern(`after item ${around.id} ${keyOf(threads)}`, (id) => new AfterItemFrame(id, threads, around, table));
}

function closingOf(ending: readonly ArrayThread[], around: Waiting, table: FrameTable): Closing | undefined {
  if (ending.length === 0) return undefined;
  const parents = parentsOf(ending);
  return table.intern<Closing>(`close ${around.id} ${parents.join()}`, (id) => ({ id, close: () => around.afterValue(parents) }));
}

function nextItem(thread: ArrayThread): ValueNode {
  return thread.atom.prefix[thread.count] ?? thread.atom.rest;
}

function takesItem(thread: ArrayThread): boolean {
  return thread.count < thread.atom.maxItems && !nextItem(thread).isEmpty;
}

function canEnd(thread: ArrayThread): boolean {
  return thread.count >= thread.atom.minItems;
}

function afterItem(thread: ArrayThread): ArrayThread {
  const { atom } = thread;
  // Without an upper bound, counts past the prefix and the lower bound are all alike.
  const last = atom.maxItems === Number.POSITIVE_INFINITY ? Math.max(atom.prefix.length, atom.minItems) : atom.maxItems;
  return { parent: thread.parent, atom, count: Math.min(thread.count + 1, last) };
}

function keyOf(threads: readonly ArrayThread[]): string {
  return threads.map((thread) => `${thread.parent}:${thread.atom.id}:${thread.count}`).join();
}

function distinct(threads: readonly ArrayThread[]): ArrayThread[] {
  return [...new Map(threads.map((thread) => [keyOf([thread]), thread])).values()];
}
