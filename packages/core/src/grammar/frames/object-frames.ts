import type { LexemeGroup } from '../lexemes/lexeme-group.js';
import { type Frame, type LexemeText, parentsOf, Structural, type Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { canEnd, distinct, hasKeyChoice, type KeyChoice, keyChoices, keyOf, type ObjectThread, type TakenKey } from './object-thread.js';
import { valueFrame } from './value-frame.js';

/** The frame right after `{`. */
export function openObjectFrame(threads: readonly ObjectThread[], around: Waiting, table: FrameTable): Frame {
  return keyFrame(threads, around, true, table);
}

/** A key comes next or is being read; `mayClose`: right after `{`, where the object may also end. */
class KeyFrame implements Frame {
  readonly isDone = false;
  readonly group: LexemeGroup | undefined;
  readonly structural: readonly number[];
  private readonly choices: KeyChoice[];
  private readonly ending: readonly number[];
  private closed: Frame | undefined;
  private readonly afterOutcome: (Frame | undefined)[] = [];
  private readonly aheadOfOutcome: (Frame | undefined)[] = [];

  constructor(
    readonly id: number,
    threads: readonly ObjectThread[],
    private readonly around: Waiting,
    mayClose: boolean,
    private readonly table: FrameTable,
  ) {
    this.choices = threads.flatMap((thread) => keyChoices(thread, table.context));
    this.group = this.choices.length === 0 ? undefined : table.context.group(this.choices.map((choice) => choice.lexeme));
    this.ending = mayClose ? parentsOf(threads.filter(canEnd)) : [];
    this.structural = this.ending.length === 0 ? [] : [Structural.closeBrace];
  }

  afterStructural(byte: number, text: LexemeText): Frame | undefined {
    if (byte !== Structural.closeBrace || this.ending.length === 0) return undefined;
    this.closed ??= this.around.afterValue(this.ending, text);
    return this.closed;
  }

  afterLexeme(outcome: number, text: LexemeText): Frame | undefined {
    const known = this.afterOutcome[outcome] ?? (text.isAhead ? this.aheadOfOutcome[outcome] : undefined);
    if (known !== undefined) return known;
    const matches = this.group!.outcomes[outcome]!;
    const next = matches.flatMap((match) => this.choices[match.index]!.take(match.label, text));
    if (next.length === 0) return undefined;
    const frame = colonFrame(next, this.around, this.table);
    // Where names are remembered, what follows is another frame for each name.
    if (!matches.some((match) => this.choices[match.index]!.readsText)) this.afterOutcome[outcome] = frame;
    else if (text.isAhead) this.aheadOfOutcome[outcome] = frame;
    return frame;
  }
}

function keyFrame(threads: readonly ObjectThread[], around: Waiting, mayClose: boolean, table: FrameTable): Frame {
  return table.intern(`key ${around.id} ${mayClose} ${keyOf(threads)}`, (id) => new KeyFrame(id, threads, around, mayClose, table));
}

/** A key was read; the colon comes next. */
class ColonFrame implements Frame {
  readonly group = undefined;
  readonly structural: readonly number[] = [Structural.colon];
  readonly isDone = false;
  private afterColon: Frame | undefined;

  constructor(
    readonly id: number,
    private readonly next: readonly TakenKey[],
    private readonly around: Waiting,
    private readonly table: FrameTable,
  ) {}

  afterStructural(byte: number): Frame | undefined {
    if (byte !== Structural.colon) return undefined;
    this.afterColon ??= this.valueFrame();
    return this.afterColon;
  }

  afterLexeme(): Frame {
    return this;
  }

  private valueFrame(): Frame {
    const { around, table } = this;
    const threads = this.next.map(({ thread }) => thread);
    const waiting = table.intern<Waiting>(`members ${around.id} ${keyOf(threads)}`, (id) => ({
      id,
      readsText: false,
      afterValue: (survivors) => afterMemberFrame(distinct(survivors.map((index) => threads[index]!)), around, table),
    }));
    return valueFrame(
      this.next.map(({ node }, parent) => ({ parent, node })),
      waiting,
      undefined,
      table,
    );
  }
}

function colonFrame(next: readonly TakenKey[], around: Waiting, table: FrameTable): Frame {
  const key = `colon ${around.id} ${keyOf(next.map(({ thread }) => thread))} ${next.map(({ node }) => node.id).join()}`;
  return table.intern(key, (id) => new ColonFrame(id, next, around, table));
}

/** A member was read; a comma or the closing brace comes next. */
class AfterMemberFrame implements Frame {
  readonly group = undefined;
  readonly isDone = false;
  readonly structural: readonly number[];
  private readonly going: readonly ObjectThread[];
  private readonly ending: readonly number[];
  private afterComma: Frame | undefined;
  private closed: Frame | undefined;

  constructor(
    readonly id: number,
    threads: readonly ObjectThread[],
    private readonly around: Waiting,
    private readonly table: FrameTable,
  ) {
    this.going = threads.filter((thread) => hasKeyChoice(thread, table.context));
    this.ending = parentsOf(threads.filter(canEnd));
    this.structural = [...(this.going.length > 0 ? [Structural.comma] : []), ...(this.ending.length > 0 ? [Structural.closeBrace] : [])];
  }

  afterStructural(byte: number, text: LexemeText): Frame | undefined {
    if (byte === Structural.comma && this.going.length > 0) {
      this.afterComma ??= keyFrame(this.going, this.around, false, this.table);
      return this.afterComma;
    }
    if (byte !== Structural.closeBrace || this.ending.length === 0) return undefined;
    this.closed ??= this.around.afterValue(this.ending, text);
    return this.closed;
  }

  afterLexeme(): Frame {
    return this;
  }
}

function afterMemberFrame(threads: readonly ObjectThread[], around: Waiting, table: FrameTable): Frame {
  return table.intern(`after member ${around.id} ${keyOf(threads)}`, (id) => new AfterMemberFrame(id, threads, around, table));
}
