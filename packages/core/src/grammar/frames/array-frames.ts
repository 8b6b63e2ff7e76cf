import type { Json } from '../../schema/schema-node.js';
import { type ArrayThread, canEnd, distinct, itemChoices, keyOf } from './array-thread.js';
import { type Frame, type LexemeText, parentsOf, Structural, type Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { type Closing, valueFrame } from './value-frame.js';

/** The frame before an item; `mayClose`: right after `[`, where the array may also end. */
export function itemFrame(threads: readonly ArrayThread[], around: Waiting, mayClose: boolean, table: FrameTable): Frame {
  const choices = threads.flatMap((thread) => itemChoices(thread, table.context));
  const next = choices.map((choice) => choice.thread);
  const waiting = table.intern<Waiting>(`items ${around.id} ${keyOf(next)}`, (id) => new ItemWaiting(id, next, around, table));
  const closing = mayClose ? closingOf(threads.filter(canEnd), around, table) : undefined;
  return valueFrame(
    choices.map(({ node }, parent) => ({ parent, node })),
    waiting,
    closing,
    table,
  );
}

/** An array whose next item is being read. */
class ItemWaiting implements Waiting {
  private readonly remembers: boolean;

  constructor(
    readonly id: number,
    private readonly next: readonly ArrayThread[],
    private readonly around: Waiting,
    private readonly table: FrameTable,
  ) {
    this.remembers = next.some((thread) => thread.atom.isUnique);
  }

  get readsText(): boolean {
    return this.remembers;
  }

  afterValue(survivors: readonly number[], text: LexemeText): Frame {
    const threads = survivors.map((index) => this.next[index]!);
    return afterItemFrame(distinct(this.remembers ? remember(threads, text) : threads), this.around, this.table);
  }
}

/** Only scalars are remembered: arrays of unique objects or arrays are refused. */
function remember(threads: readonly ArrayThread[], text: LexemeText): ArrayThread[] {
  const item = JSON.parse(text.lexemeText()) as Json;
  return threads.map((thread) => (thread.atom.isUnique ? { ...thread, used: [...thread.used, item] } : thread));
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
    this.going = threads.some((thread) => itemChoices(thread, table.context).length > 0);
    this.closing = closingOf(threads.filter(canEnd), around, table);
    this.structural = [...(this.going ? [Structural.comma] : []), ...(this.closing ? [Structural.closeBracket] : [])];
  }

  afterStructural(byte: number, text: LexemeText): Frame | undefined {
    if (byte === Structural.closeBracket) return this.closing?.close(text);
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
  return table.intern<Closing>(`close ${around.id} ${parents.join()}`, (id) => ({ id, close: (text) => around.afterValue(parents, text) }));
}
