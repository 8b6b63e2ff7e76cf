import type { Frame } from './frames/frame.js';

const NO_LEXEME = -1;

/** `onlyNextByte`: none may come, or more than one may. */
export const NO_ONLY_BYTE = -1;

/** A place in a generation, byte by byte: a frame, and the state of the lexeme that is being read in it. */
export class Cursor {
  frame: Frame;
  /** state of `frame.group`, or -1 where the frame has no group */
  lexeme: number;

  constructor(frame: Frame) {
    this.frame = frame;
    this.lexeme = startOf(frame);
  }

  moveTo(frame: Frame, lexeme: number): void {
    this.frame = frame;
    this.lexeme = lexeme;
  }

  enter(frame: Frame): void {
    this.frame = frame;
    this.lexeme = startOf(frame);
  }

  /** @returns false, and nothing changed, where the byte may not come */
  step(byte: number): boolean {
    const { frame, lexeme } = this;
    const { group } = frame;
    if (group !== undefined) {
      const to = group.step(lexeme, byte);
      if (to >= 0) {
        if (group.isFinal[to] === 1) this.enter(frame.afterLexeme(group.outcome[to]!));
        else this.lexeme = to;
        return true;
      }
      if (lexeme !== group.start) {
        // A number has no end of its own: the byte after it ends it.
        const outcome = group.outcome[lexeme]!;
        return outcome >= 0 && this.stepStructural(frame.afterLexeme(outcome), byte);
      }
    }
    return this.stepStructural(frame, byte);
  }

  private stepStructural(frame: Frame, byte: number): boolean {
    const next = frame.afterStructural(byte);
    if (next === undefined) return false;
    this.enter(next);
    return true;
  }

  /** What was read is a whole instance. */
  isComplete(): boolean {
    const { frame, lexeme } = this;
    if (frame.isDone) return true;
    const outcome = frame.group === undefined ? NO_LEXEME : frame.group.outcome[lexeme]!;
    return outcome >= 0 && frame.afterLexeme(outcome).isDone;
  }

  /** The byte without alternative, or `NO_ONLY_BYTE`. */
  onlyNextByte(): number {
    const { frame, lexeme } = this;
    const { group } = frame;
    let structural = frame.structural;
    let only: number = NO_ONLY_BYTE;
    if (group !== undefined) {
      only = group.onlyByte(lexeme);
      if (only < NO_ONLY_BYTE) return NO_ONLY_BYTE;
      if (lexeme !== group.start) {
        const outcome = group.outcome[lexeme]!;
        if (outcome < 0) return only;
        const after = frame.afterLexeme(outcome);
        if (after.isDone) return NO_ONLY_BYTE;
        structural = after.structural;
      }
    }
    if (structural.length === 0) return only;
    return only === NO_ONLY_BYTE && structural.length === 1 ? structural[0]! : NO_ONLY_BYTE;
  }
}

function startOf(frame: Frame): number {
  return frame.group === undefined ? NO_LEXEME : frame.group.start;
}
