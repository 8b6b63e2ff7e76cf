import type { Lexeme } from '../lexemes/lexeme.js';
import type { LexemeGroup } from '../lexemes/lexeme-group.js';
import type { ArrayAtom, ObjectAtom } from '../nodes/atoms.js';
import type { ValueNode } from '../nodes/value-node.js';
import { itemFrame } from './array-frames.js';
import { startArray } from './array-thread.js';
import { type Frame, type LexemeText, mergeThreads, parentsOf, Structural, type ThreadOrigin, type Waiting } from './frame.js';
import type { FrameTable } from './frame-table.js';
import { openObjectFrame } from './object-frames.js';
import { startObject } from './object-thread.js';

/** A value that may come, for one waiting alternative. */
export interface ValueOption {
  readonly parent: number;
  readonly node: ValueNode;
}

/** What may stand instead of a value: the `]` of an array that may be empty. */
export interface Closing {
  readonly id: number;
  close(text: LexemeText): Frame;
}

/** A value comes next, or its scalar is being read. */
export class ValueFrame implements Frame {
  readonly group: LexemeGroup | undefined;
  readonly structural: readonly number[];
  readonly isDone = false;
  /** by index of the group's lexeme: the waiting alternatives it serves */
  private readonly servedBy: (readonly number[])[];
  private readonly objects: (ThreadOrigin & { atom: ObjectAtom })[] = [];
  private readonly arrays: (ThreadOrigin & { atom: ArrayAtom })[] = [];
  private readonly afterOutcome: (Frame | undefined)[] = [];
  private opened: { object?: Frame; array?: Frame } = {};

  constructor(
    readonly id: number,
    options: readonly ValueOption[],
    private readonly waiting: Waiting,
    private readonly closing: Closing | undefined,
    private readonly table: FrameTable,
  ) {
    const served = new Map<Lexeme, number[]>();
    for (const { parent, node } of options) {
      for (const lexeme of node.atoms.scalars) {
        const parents = served.get(lexeme);
        if (parents === undefined) served.set(lexeme, [parent]);
        else parents.push(parent);
      }
      for (const atom of node.atoms.objects) this.objects.push({ parents: [parent], atom });
      for (const atom of node.atoms.arrays) this.arrays.push({ parents: [parent], atom });
    }
    this.servedBy = [...served.values()];
    this.group = served.size === 0 ? undefined : table.context.group([...served.keys()]);
    const structural: number[] = [];
    if (this.objects.length > 0) structural.push(Structural.openBrace);
    if (this.arrays.length > 0) structural.push(Structural.openBracket);
    if (closing !== undefined) structural.push(Structural.closeBracket);
    this.structural = structural;
  }

  afterStructural(byte: number, text: LexemeText): Frame | undefined {
    if (byte === Structural.openBrace && this.objects.length > 0) {
      this.opened.object ??= openObjectFrame(
        mergeThreads(this.objects, atomId).map(({ parents, atom }) => startObject(parents, atom)),
        this.waiting,
        this.table,
      );
      return this.opened.object;
    }
    if (byte === Structural.openBracket && this.arrays.length > 0) {
      this.opened.array ??= itemFrame(
        mergeThreads(this.arrays, atomId).map(({ parents, atom }) => startArray(parents, atom)),
        this.waiting,
        true,
        this.table,
      );
      return this.opened.array;
    }
    return byte === Structural.closeBracket ? this.closing?.close(text) : undefined;
  }

  afterLexeme(outcome: number, text: LexemeText): Frame {
    const known = this.afterOutcome[outcome];
    if (known !== undefined) return known;
    const matched = this.group!.outcomes[outcome]!.map((match) => ({ parents: this.servedBy[match.index]! }));
    const frame = this.waiting.afterValue(parentsOf(matched), text);
    if (!this.waiting.readsText) this.afterOutcome[outcome] = frame;
    return frame;
  }
}

/** The frame in which one of `options` comes next; each of them must have values. */
export function valueFrame(options: readonly ValueOption[], waiting: Waiting, closing: Closing | undefined, table: FrameTable): Frame {
  const key = `value ${waiting.id} ${closing?.id ?? ''} ${options.map((option) => `${option.parent}:${option.node.id}`).join()}`;
  return table.intern(key, (id) => new ValueFrame(id, options, waiting, closing, table));
}

function atomId({ atom }: { atom: ObjectAtom | ArrayAtom }): string {
  return String(atom.id);
}
