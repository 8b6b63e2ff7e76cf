import { escapePointerSegment } from './json-pointer.js';

/** What the next byte of a growing JSON text belongs to. */
export type JsonPlace =
  /** a value, a closing bracket or a key may begin here, or white space */
  | 'structure'
  /** a value begins here */
  | 'value'
  | 'key'
  | 'string'
  | 'number'
  | 'literal'
  /** the top-level value is closed */
  | 'end';

interface Frame {
  readonly isArray: boolean;
  key: string;
  index: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const decoder = new TextDecoder();

const isSpace = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isNumberByte = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;
const isLetter = (byte: number) => byte >= 0x61 && byte <= 0x7a;

/**
 * Follows a JSON text while it grows, byte by byte, and knows where in the document the next byte stands.
 * It trusts its input: what it is fed must be the beginning of a valid JSON text.
 */
export class JsonCursor {
  #frames: Frame[] = [];
  #place: JsonPlace = 'value';
  #escaped = false;
  #key: number[] = [];

  get place(): JsonPlace {
    return this.#place;
  }

  get depth(): number {
    return this.#frames.length;
  }

  /** true inside a string right after a backslash, where a quote would not close it */
  get isEscaped(): boolean {
    return this.#escaped;
  }

  /** items that the innermost array has or has begun; 0 outside arrays */
  get arrayIndex(): number {
    const top = this.#frames.at(-1);
    return top?.isArray ? top.index : 0;
  }

  /** JSON pointer of the value that is being written, or is next */
  get pointer(): string {
    let pointer = '';
    for (const frame of this.#frames) pointer += `/${frame.isArray ? frame.index : escapePointerSegment(frame.key)}`;
    return pointer;
  }

  /** JSON pointer of the innermost open array or object */
  get containerPointer(): string {
    const pointer = this.pointer;
    return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
  }

  get isInArray(): boolean {
    return this.#frames.at(-1)?.isArray === true;
  }

  clone(): JsonCursor {
    const copy = new JsonCursor();
    copy.#frames = this.#frames.map((frame) => ({ ...frame }));
    copy.#place = this.#place;
    copy.#escaped = this.#escaped;
    copy.#key = [...this.#key];
    return copy;
  }

  feed(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i++) this.#byte(bytes[i]!);
  }

  #byte(byte: number): void {
    switch (this.#place) {
      case 'string':
      case 'key':
        this.#stringByte(byte);
        return;
      case 'number':
        if (isNumberByte(byte)) return;
        this.#endValue();
        this.#byte(byte);
        return;
      case 'literal':
        if (isLetter(byte)) return;
        this.#endValue();
        this.#byte(byte);
        return;
      default:
        if (!isSpace(byte)) this.#structureByte(byte);
    }
  }

  #stringByte(byte: number): void {
    if (this.#place === 'key') this.#key.push(byte);
    if (this.#escaped) {
      this.#escaped = false;
      return;
    }
    if (byte === BACKSLASH) this.#escaped = true;
    if (byte !== QUOTE) return;
    if (this.#place === 'string') {
      this.#endValue();
      return;
    }
    this.#frames.at(-1)!.key = JSON.parse(`"${decoder.decode(Uint8Array.from(this.#key))}`) as string;
    this.#place = 'structure';
  }

  #structureByte(byte: number): void {
    const top = this.#frames.at(-1);
    switch (byte) {
      case QUOTE:
        if (top && !top.isArray && this.#place === 'structure') {
          this.#key = [];
          this.#place = 'key';
        } else this.#place = 'string';
        return;
      case 0x7b:
        this.#frames.push({ isArray: false, key: '', index: 0 });
        this.#place = 'structure';
        return;
      case 0x5b:
        this.#frames.push({ isArray: true, key: '', index: 0 });
        this.#place = 'value';
        return;
      case 0x7d:
      case 0x5d:
        this.#frames.pop();
        this.#endValue();
        return;
      case 0x3a:
        this.#place = 'value';
        return;
      case 0x2c:
        if (top?.isArray) {
          top.index++;
          this.#place = 'value';
        }
        return;
      default:
        this.#place = isLetter(byte) ? 'literal' : 'number';
    }
  }

  #endValue(): void {
    this.#place = this.#frames.length === 0 ? 'end' : 'structure';
  }
}
