const encoder = new TextEncoder();

/** Escapes of JSON.stringify (ECMA-262 §25.5.2.3) for one code unit below U+0020, or for `"` and `\`. */
const escapeOf = (character: string): string => JSON.stringify(character).slice(1, -1);

/**
 * A text in the form in which JSON strings hold it: UTF-8 with JSON escapes. A stretch of these bytes between two character borders is
 * the content of a JSON string whose value is the same stretch of the text.
 */
export class SourceText {
  readonly text: string;
  readonly bytes: Uint8Array;
  /** for each byte, and for the end: UTF-16 offset in the text of the character that the byte belongs to */
  readonly unitOf: Int32Array;

  constructor(text: string) {
    this.text = text.toWellFormed();
    // JSON needs at most 6 bytes for one UTF-16 unit (\u0000).
    const bytes = new Uint8Array(this.text.length * 6);
    const unitOf = new Int32Array(this.text.length * 6 + 1);
    let at = 0;
    for (let unit = 0; unit < this.text.length; ) {
      const code = this.text.codePointAt(unit)!;
      const from = at;
      if (code >= 0x80) at += encoder.encodeInto(String.fromCodePoint(code), bytes.subarray(at)).written;
      else if (code < 0x20 || code === 0x22 || code === 0x5c)
        at += encoder.encodeInto(escapeOf(String.fromCharCode(code)), bytes.subarray(at)).written;
      else bytes[at++] = code;
      unitOf.fill(unit, from, at);
      unit += code > 0xffff ? 2 : 1;
    }
    unitOf[at] = this.text.length;
    this.bytes = bytes.slice(0, at);
    this.unitOf = unitOf.slice(0, at + 1);
  }

  /** true where a character begins at this byte, or the text ends */
  isBorder(byte: number): boolean {
    return byte === 0 || this.unitOf[byte] !== this.unitOf[byte - 1];
  }
}
