import { MAX_CODE_POINT } from '../../schema/regex/code-point-set.js';
import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { anyString } from '../automata/dfa-algebra.js';
import { wordCount } from '../automata/word-count.js';
import { LengthWindow } from './length-window.js';
import { type Lexeme, markUtf8Classes } from './lexeme.js';
import { type KindClasses, kindClassesOf, NO_REACH, type Reach, reachOf } from './string-reach.js';

/** Where in the text of a string a state stands. */
enum Part {
  beforeQuote,
  body,
  afterBackslash,
  unicodeEscape1,
  unicodeEscape2,
  unicodeEscape3,
  unicodeEscape4,
  /** inside a UTF-8 sequence whose code point will be one of `low…high` */
  sequence,
  /** inside a UTF-8 sequence all of whose ends lead to the same state `q` */
  sequenceToOne,
  end,
}

const MAX_COUNTED = 10_000;
/** Further from its end than any token is long. */
const MAX_SHARED_LENGTH = 1_024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** control characters with an escape of their own: \b \t \n \f \r */
const SHORT_ESCAPES: ReadonlyMap<number, number> = new Map([
  [0x62, 0x08],
  [0x74, 0x09],
  [0x6e, 0x0a],
  [0x66, 0x0c],
  [0x72, 0x0d],
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
]);
const LONG_ESCAPED: readonly number[] = Array.from({ length: 32 }, (_, code) => code).filter((code) => ![8, 9, 10, 12, 13].includes(code));

/** The lexeme of a string whose content is a word of an automaton, with a length in a window. */
export class StringLexeme implements Lexeme {
  readonly start: number;
  private readonly ids = new Map<string, number>();
  private readonly part: Part[] = [];
  private readonly q: number[] = [];
  private readonly length: number[] = [];
  /** of `sequence`: bytes still to come, and the range of code points; of `unicodeEscape4`: the high bits */
  private readonly remaining: number[] = [];
  private readonly low: number[] = [];
  private readonly high: number[] = [];
  private readonly kinds: KindClasses;

  constructor(
    private readonly dfa: CodePointDfa,
    private readonly window: LengthWindow,
  ) {
    this.kinds = kindClassesOf(dfa);
    this.start = window.isLive(dfa.start, 0) ? this.state(Part.beforeQuote, dfa.start, 0) : DEAD;
  }

  get isEmpty(): boolean {
    return this.start === DEAD;
  }

  step(state: number, byte: number): number {
    const q = this.q[state]!;
    const length = this.length[state]!;
    switch (this.part[state]!) {
      case Part.beforeQuote:
        return byte === QUOTE ? this.body(q, 0) : DEAD;
      case Part.body:
        return this.stepBody(q, length, byte);
      case Part.afterBackslash:
        return this.stepEscape(q, length, byte);
      case Part.unicodeEscape1:
        return byte === 0x30 ? this.state(Part.unicodeEscape2, q, length) : DEAD;
      case Part.unicodeEscape2:
        return byte === 0x30 ? this.highDigit(q, length) : DEAD;
      case Part.unicodeEscape3:
        return byte === 0x30 || byte === 0x31 ? this.lowDigit(q, length, byte - 0x30) : DEAD;
      case Part.unicodeEscape4: {
        const digit = hexDigit(byte);
        const code = this.remaining[state]! * 16 + digit;
        return digit >= 0 && LONG_ESCAPED.includes(code) ? this.advance(q, length, code) : DEAD;
      }
      case Part.sequence:
        return this.stepSequence(state, byte);
      case Part.sequenceToOne:
        if ((byte & 0xc0) !== 0x80) return DEAD;
        return this.remaining[state] === 1 ? this.body(q, length) : this.state(Part.sequenceToOne, q, length, this.remaining[state]! - 1);
      case Part.end:
        return DEAD;
    }
  }

  isAccepting(state: number): boolean {
    return this.part[state] === Part.end;
  }

  isFinal(state: number): boolean {
    return this.part[state] === Part.end;
  }

  label(): number {
    return 0;
  }

  maskState(state: number): number {
    if (this.part[state] !== Part.body) return state;
    const length = this.length[state]!;
    const representative = this.window.representative(length);
    return representative === length ? state : this.state(Part.body, this.q[state]!, representative);
  }

  /** Where only the length is bounded, only what is left of it matters, and far from the bound not even that. */
  sameMaskAs(state: number): readonly [Lexeme, number] | undefined {
    if (!this.window.isAnyText || this.part[state] !== Part.body) return undefined;
    const length = this.length[state]!;
    if (length < this.window.min) return undefined;
    const left = this.window.max - length;
    const lexeme = left > MAX_SHARED_LENGTH ? anyStringLexeme : boundedString(left);
    return lexeme === this ? undefined : [lexeme, lexeme.firstBody()];
  }

  /** The state right after the opening quote. */
  firstBody(): number {
    return this.body(this.dfa.start, 0);
  }

  /** See `reachOf`; nothing is known outside of the string's own characters. */
  reach(state: number, firstKind: number, otherKinds: number, limit: number): Reach {
    if (this.part[state] !== Part.body) return NO_REACH;
    return reachOf(this.kinds, this.window, this.q[state]!, this.length[state]!, { firstKind, otherKinds, limit });
  }

  size(): number {
    return this.window.max === Number.POSITIVE_INFINITY && wordCount(this.dfa) === Number.POSITIVE_INFINITY
      ? Number.POSITIVE_INFINITY
      : this.countUpTo(MAX_COUNTED);
  }

  markByteClasses(starts: Uint8Array): void {
    let tellApartNonAscii = false;
    for (const codePoint of this.dfa.classStart) {
      if (codePoint > 0x80) tellApartNonAscii = true;
      else starts[codePoint] = 1;
    }
    for (const code of LONG_ESCAPED) starts[code] = 1;
    for (const first of [0x20, QUOTE, QUOTE + 1, BACKSLASH, BACKSLASH + 1]) starts[first] = 1;
    // Digits and letters, each for itself: they tell escapes apart.
    starts.fill(1, 0x30, 0x3b);
    for (let letter = 0x61; letter <= 0x76; letter++) starts[letter] = 1;
    markUtf8Classes(starts, tellApartNonAscii);
  }

  /** Counts words length by length; over `limit`, infinitely many. */
  private countUpTo(limit: number): number {
    const { dfa, window } = this;
    let counts = new Map<number, number>([[dfa.start, 1]]);
    let words = 0;
    for (let length = 0; length <= window.max && counts.size > 0; length++) {
      const next = new Map<number, number>();
      for (const [q, count] of counts) {
        if (window.isEnd(q, length)) words += count;
        for (let c = 0; c < dfa.classCount; c++) {
          const to = dfa.next[q * dfa.classCount + c]!;
          const size = (dfa.classStart[c + 1] ?? MAX_CODE_POINT + 1) - dfa.classStart[c]!;
          if (window.isLive(to, length + 1)) next.set(to, (next.get(to) ?? 0) + count * size);
        }
      }
      if (words > limit) return Number.POSITIVE_INFINITY;
      counts = next;
    }
    return words;
  }

  private state(part: Part, q: number, length: number, remaining = 0, low = 0, high = 0): number {
    const key = `${part},${q},${length},${remaining},${low},${high}`;
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.part.length;
      this.ids.set(key, id);
      this.part.push(part);
      this.q.push(q);
      this.length.push(length);
      this.remaining.push(remaining);
      this.low.push(low);
      this.high.push(high);
    }
    return id;
  }

  private body(q: number, length: number): number {
    return this.state(Part.body, q, length);
  }

  private isLiveAfter(q: number, length: number, codePoint: number): boolean {
    return this.window.isLive(this.dfa.step(q, codePoint), length + 1);
  }

  private advance(q: number, length: number, codePoint: number): number {
    const to = this.dfa.step(q, codePoint);
    return this.window.isLive(to, length + 1) ? this.body(to, this.window.saturate(length + 1)) : DEAD;
  }

  private stepBody(q: number, length: number, byte: number): number {
    if (byte === QUOTE) return this.window.isEnd(q, length) ? this.state(Part.end, 0, 0) : DEAD;
    if (byte === BACKSLASH) return this.canEscape(q, length) ? this.state(Part.afterBackslash, q, length) : DEAD;
    if (byte < 0x20) return DEAD;
    if (byte < 0x80) return this.advance(q, length, byte);
    if (byte < 0xc2 || byte > 0xf4) return DEAD;
    const remaining = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    const first = (byte & (0x3f >> remaining)) << (6 * remaining);
    const last = first + (1 << (6 * remaining)) - 1;
    // Neither overlong forms nor surrogates nor code points past the last (RFC 3629).
    if (byte === 0xe0) return this.sequence(q, length, 2, 0x800, last);
    if (byte === 0xed) return this.sequence(q, length, 2, first, 0xd7ff);
    if (byte === 0xf0) return this.sequence(q, length, 3, 0x10000, last);
    if (byte === 0xf4) return this.sequence(q, length, 3, first, 0x10ffff);
    return this.sequence(q, length, remaining, first, last);
  }

  private sequence(q: number, length: number, remaining: number, low: number, high: number): number {
    const target = this.dfa.stepAll(q, low, high);
    if (target !== undefined) {
      if (!this.window.isLive(target, length + 1)) return DEAD;
      if (high - low + 1 === 1 << (6 * remaining)) {
        return this.state(Part.sequenceToOne, target, this.window.saturate(length + 1), remaining);
      }
    } else if (!this.isAnyLive(q, length, low, high)) return DEAD;
    return this.state(Part.sequence, q, length, remaining, low, high);
  }

  private isAnyLive(q: number, length: number, low: number, high: number): boolean {
    const { dfa } = this;
    for (let c = dfa.classOf(low); c < dfa.classCount && dfa.classStart[c]! <= high; c++) {
      if (this.window.isLive(dfa.next[q * dfa.classCount + c]!, length + 1)) return true;
    }
    return false;
  }

  private stepSequence(state: number, byte: number): number {
    if ((byte & 0xc0) !== 0x80) return DEAD;
    const remaining = this.remaining[state]! - 1;
    const size = 1 << (6 * remaining);
    const block = this.low[state]! - (this.low[state]! % (size * 64)) + (byte & 0x3f) * size;
    const low = Math.max(this.low[state]!, block);
    const high = Math.min(this.high[state]!, block + size - 1);
    if (low > high) return DEAD;
    if (remaining === 0) return this.advance(this.q[state]!, this.length[state]!, low);
    return this.sequence(this.q[state]!, this.length[state]!, remaining, low, high);
  }

  private canEscape(q: number, length: number): boolean {
    for (const codePoint of SHORT_ESCAPES.values()) if (this.isLiveAfter(q, length, codePoint)) return true;
    return this.canEscapeAny(q, length, LONG_ESCAPED);
  }

  private canEscapeAny(q: number, length: number, codes: readonly number[]): boolean {
    for (const code of codes) if (this.isLiveAfter(q, length, code)) return true;
    return false;
  }

  private stepEscape(q: number, length: number, byte: number): number {
    if (byte === 0x75) return this.canEscapeAny(q, length, LONG_ESCAPED) ? this.state(Part.unicodeEscape1, q, length) : DEAD;
    const codePoint = SHORT_ESCAPES.get(byte);
    return codePoint === undefined ? DEAD : this.advance(q, length, codePoint);
  }

  private highDigit(q: number, length: number): number {
    return this.state(Part.unicodeEscape3, q, length);
  }

  private lowDigit(q: number, length: number, high: number): number {
    const codes = LONG_ESCAPED.filter((code) => code >> 4 === high);
    return this.canEscapeAny(q, length, codes) ? this.state(Part.unicodeEscape4, q, length, high) : DEAD;
  }
}

/** The lexeme of all strings, which all grammars share, and with it its masks. */
export const anyStringLexeme = new StringLexeme(anyString(), LengthWindow.unbounded(anyString()));

const boundedStrings: StringLexeme[] = [];

function boundedString(maxLength: number): StringLexeme {
  boundedStrings[maxLength] ??= new StringLexeme(anyString(), new LengthWindow(anyString(), 0, maxLength, 0, undefined));
  return boundedStrings[maxLength]!;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}
