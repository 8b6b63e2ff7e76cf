import type { Frame, LexemeText } from './frames/frame.js';

const NO_LEXEME = -1;

/** `onlyNextByte`: none may come, or more than one may. */
export const NO_ONLY_BYTE = -1;

/** White space in a row at most, where it is allowed at all: endless space is no progress. */
const MAX_SPACES = 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const decoder = new TextDecoder();

/** The bytes of a generation; cursors that look ahead write theirs behind those that were accepted. */
export class ByteLog {
  bytes = new Uint8Array(1024);

  set(index: number, byte: number): void {
    if (index === this.bytes.length) {
      const longer = new Uint8Array(index * 2);
      longer.set(this.bytes);
      this.bytes = longer;
    }
    this.bytes[index] = byte;
  }
}

/** A place in a generation, byte by byte: a frame, and the state of the lexeme that is being read in it. */
export class Cursor implements LexemeText {
  frame: Frame;
  /** state of `frame.group`, or -1 where the frame has no group */
  lexeme: number;
  /** white space since the last other byte, where the frame is before a lexeme */
  spaces = 0;
  /** bytes read */
  length = 0;
  log: ByteLog;

  constructor(
    frame: Frame,
    private readonly allowsSpaces: boolean,
    log: ByteLog = new ByteLog(),
    readonly isAhead = false,
  ) {
    this.frame = frame;
    this.lexeme = startOf(frame);
    this.log = log;
  }

  moveTo(frame: Frame, lexeme: number, spaces: number, length: number): void {
    this.frame = frame;
    this.lexeme = lexeme;
    this.spaces = spaces;
    this.length = length;
  }

  /** @returns false, and nothing changed, where the byte may not come */
  step(byte: number): boolean {
    const { frame, lexeme } = this;
    const { group } = frame;
    if (group !== undefined) {
      const to = group.step(lexeme, byte);
      if (to >= 0) {
        this.log.set(this.length++, byte);
        if (group.isFinal[to] === 1) {
          const next = frame.afterLexeme(group.outcome[to]!, this);
          if (next === undefined) {
            this.length--;
            return false;
          }
          this.enter(next);
        } else this.lexeme = to;
        this.spaces = 0;
        return true;
      }
      if (lexeme !== group.start) {
        // A number has no end of its own: the byte after it ends it.
        const outcome = group.outcome[lexeme]!;
        return outcome >= 0 && this.stepBorder(frame.afterLexeme(outcome, this)!, byte);
      }
    }
    return this.stepBorder(frame, byte);
  }

  /** Steps over a byte that belongs to no lexeme. */
  private stepBorder(frame: Frame, byte: number): boolean {
    const next = frame.afterStructural(byte, this);
    if (next === undefined) return this.allowsSpaces && this.stepSpace(frame, byte);
    this.log.set(this.length++, byte);
    this.spaces = 0;
    this.enter(next);
    return true;
  }

  private stepSpace(frame: Frame, byte: number): boolean {
    if (!isSpace(byte) || frame.isDone || this.spaces === MAX_SPACES) return false;
    this.log.set(this.length++, byte);
    this.spaces++;
    this.enter(frame);
    return true;
  }

  /** What was read is a whole instance. */
  isComplete(): boolean {
    const { frame, lexeme } = this;
    if (frame.isDone) return true;
    const outcome = frame.group === undefined ? NO_LEXEME : frame.group.outcome[lexeme]!;
    return outcome >= 0 && frame.afterLexeme(outcome, this)!.isDone;
  }

  /** The byte without alternative, or `NO_ONLY_BYTE`. */
  onlyNextByte(): number {
    const { frame, lexeme } = this;
    const { group } = frame;
    if (group === undefined || lexeme === group.start) {
      const inLexeme = group === undefined ? NO_ONLY_BYTE : group.onlyByte(lexeme);
      return this.onlyOf(inLexeme, frame);
    }
    const outcome = group.outcome[lexeme]!;
    const only = group.onlyByte(lexeme);
    return outcome < 0 ? Math.max(only, NO_ONLY_BYTE) : this.onlyOf(only, frame.afterLexeme(outcome, this)!);
  }

  /** @param inLexeme - answer of `LexemeGroup.onlyByte` */
  private onlyOf(inLexeme: number, border: Frame): number {
    if (inLexeme < NO_ONLY_BYTE || border.isDone || this.allowsSpaces) return NO_ONLY_BYTE;
    if (border.structural.length === 0) return inLexeme;
    return inLexeme === NO_ONLY_BYTE && border.structural.length === 1 ? border.structural[0]! : NO_ONLY_BYTE;
  }

  lexemeText(): string {
    const { bytes } = this.log;
    let start = this.length - 1;
    if (bytes[start] === QUOTE) {
      start--;
      while (bytes[start] !== QUOTE || isEscaped(bytes, start)) start--;
    } else while (start > 0 && isScalarByte(bytes[start - 1]!)) start--;
    return decoder.decode(bytes.subarray(start, this.length));
  }

  private enter(frame: Frame): void {
    this.frame = frame;
    this.lexeme = startOf(frame);
  }
}

/** RFC 8259, section 2. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The lexeme state at the beginning of a frame. */
export function startOf(frame: Frame): number {
  return frame.group === undefined ? NO_LEXEME : frame.group.start;
}

/** A byte of a number or a literal. */
function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x2b || byte === 0x2d || byte === 0x2e || byte === 0x45
  );
}

function isEscaped(bytes: Uint8Array, index: number): boolean {
  let backslashes = 0;
  while (bytes[index - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}
