import { DIGITS, NOT_LINE_END, SPACES, unicodeProperty, WORD_CHARACTERS } from './character-classes.js';
import { ALL_CODE_POINTS, type CodePointSet, codePointSet, complementOf, unionOf } from './code-point-set.js';
import { RegexInvalid, type RegexNode, RegexUnsupported } from './syntax.js';

const EMPTY: RegexNode = { kind: 'sequence', items: [] };
const CONTROL_ESCAPES: Readonly<Record<string, number>> = { f: 0x0c, n: 0x0a, r: 0x0d, t: 0x09, v: 0x0b };

/**
 * Parses a pattern by ECMA-262's grammar with the `u` flag. What only the grammar without `u` allows (identity escapes such as `\-`,
 * a lone `{` or `]`) is read as Annex B reads it, for real schemas hold plenty of that.
 * @throws {RegexInvalid} where it is no regular expression in either grammar.
 * @throws {RegexUnsupported} for backreferences and lookbehind: their languages are not regular, or not built here.
 * @see ECMA-262, 22.2.1 "Patterns" and Annex B.1.2
 */
export function parseRegex(source: string): RegexNode {
  if (!isRegex(source, 'u') && !isRegex(source, '')) throw new RegexInvalid('it is not a regular expression of ECMA-262');
  return new RegexParser(source).parse();
}

function isRegex(source: string, flags: string): boolean {
  try {
    new RegExp(source, flags);
    return true;
  } catch {
    return false;
  }
}

class RegexParser {
  /** index into `source`, in UTF-16 units, never inside a code point */
  private at = 0;

  constructor(private readonly source: string) {}

  parse(): RegexNode {
    const node = this.choice();
    if (this.at < this.source.length) throw new RegexInvalid(`it has an unexpected "${this.peek()}"`);
    return node;
  }

  private peek(): string {
    return this.source.charAt(this.at);
  }

  private take(expected: string): boolean {
    if (!this.source.startsWith(expected, this.at)) return false;
    this.at += expected.length;
    return true;
  }

  /** The next code point, which is passed. */
  private next(): string {
    const character = String.fromCodePoint(this.source.codePointAt(this.at)!);
    this.at += character.length;
    return character;
  }

  /** What a sticky expression matches here, which is passed. */
  private match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at;
    const match = form.exec(this.source);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  private choice(): RegexNode {
    const options = [this.sequence()];
    while (this.take('|')) options.push(this.sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  private sequence(): RegexNode {
    const items: RegexNode[] = [];
    while (this.at < this.source.length && this.peek() !== '|' && this.peek() !== ')') items.push(this.quantified());
    return items.length === 1 ? items[0]! : { kind: 'sequence', items };
  }

  private quantified(): RegexNode {
    const item = this.term();
    const bounds = this.quantifier();
    if (bounds === undefined) return item;
    this.take('?');
    return { kind: 'repeat', item, min: bounds[0], max: bounds[1] };
  }

  private quantifier(): readonly [number, number] | undefined {
    if (this.take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.take('?')) return [0, 1];
    if (this.peek() !== '{') return undefined;
    const braces = this.match(/\{(\d+)(,(\d*))?\}/y);
    if (braces === null) return undefined;
    const min = Number(braces[1]);
    if (braces[2] === undefined) return [min, min];
    return [min, braces[3] === '' ? Number.POSITIVE_INFINITY : Number(braces[3])];
  }

  private term(): RegexNode {
    if (this.take('^')) return { kind: 'start' };
    if (this.take('$')) return { kind: 'end' };
    if (this.take('.')) return { kind: 'set', set: NOT_LINE_END };
    if (this.take('(')) return this.group();
    if (this.take('[')) return { kind: 'set', set: this.bracketed() };
    if (this.take('\\')) return this.escape();
    return literal(this.next());
  }

  private group(): RegexNode {
    if (this.take('?<=') || this.take('?<!')) throw new RegexUnsupported('lookbehind is not built');
    if (this.take('?=')) return { kind: 'look', item: this.closing(), negated: false };
    if (this.take('?!')) return { kind: 'look', item: this.closing(), negated: true };
    if (this.take('?:')) return this.closing();
    if (this.take('?<')) this.match(/[^>]*>/y);
    return this.closing();
  }

  private closing(): RegexNode {
    const node = this.choice();
    if (!this.take(')')) throw new RegexInvalid('a group is not closed');
    return node;
  }

  private escape(): RegexNode {
    const next = this.peek();
    if (next === 'b' || next === 'B') {
      this.at++;
      return { kind: 'wordBoundary', negated: next === 'B' };
    }
    if (next === 'k' || /[1-9]/.test(next)) throw new RegexUnsupported('backreferences are not regular');
    return { kind: 'set', set: this.escapedSet() };
  }

  /** What follows a backslash, inside brackets or outside. */
  private escapedSet(): CodePointSet {
    const letter = this.next();
    switch (letter) {
      case 'd':
        return DIGITS;
      case 'D':
        return complementOf(DIGITS);
      case 'w':
        return WORD_CHARACTERS;
      case 'W':
        return complementOf(WORD_CHARACTERS);
      case 's':
        return SPACES;
      case 'S':
        return complementOf(SPACES);
      case 'p':
      case 'P':
        return this.property(letter);
      case 'c':
        return single(this.next().codePointAt(0)! & 31);
      case 'x':
      case 'u':
        return this.hexadecimal(letter);
      case '0':
        return single(0);
    }
    return single(CONTROL_ESCAPES[letter] ?? letter.codePointAt(0)!);
  }

  private property(letter: string): CodePointSet {
    const braces = this.match(/\{([^}]+)\}/y);
    if (braces === null) return single(letter.codePointAt(0)!);
    const set = unicodeProperty(braces[1]!);
    return letter === 'p' ? set : complementOf(set);
  }

  private hexadecimal(letter: string): CodePointSet {
    const match = this.match(
      letter === 'x' ? /([0-9a-f]{2})/iy : /\{([0-9a-f]+)\}|(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|([0-9a-f]{4})/iy,
    );
    if (match === null) return single(letter.codePointAt(0)!);
    if (match[2] !== undefined) {
      return single(0x10000 + ((Number.parseInt(match[2], 16) & 0x3ff) << 10) + (Number.parseInt(match[3]!, 16) & 0x3ff));
    }
    return single(Number.parseInt(match[1] ?? match[4]!, 16));
  }

  private bracketed(): CodePointSet {
    const negated = this.take('^');
    const sets: CodePointSet[] = [];
    while (!this.take(']')) {
      const first = this.member();
      if (this.peek() !== '-' || this.source[this.at + 1] === ']') {
        sets.push(first);
        continue;
      }
      this.at++;
      const last = this.member();
      if (isSingle(first) && isSingle(last)) sets.push([first[0]!, last[0]!]);
      else sets.push(first, single(0x2d), last);
    }
    const set = unionOf(...sets);
    return negated ? complementOf(set) : set;
  }

  private member(): CodePointSet {
    const character = this.next();
    if (character !== '\\') return single(character.codePointAt(0)!);
    if (this.take('b')) return single(0x08);
    return this.escapedSet();
  }
}

function literal(character: string): RegexNode {
  return { kind: 'set', set: single(character.codePointAt(0)!) };
}

function single(codePoint: number): CodePointSet {
  return codePointSet([[codePoint, codePoint]]);
}

function isSingle(set: CodePointSet): boolean {
  return set.length === 2 && set[0] === set[1];
}

/** The expression that any string matches. */
export const ANY_TEXT: RegexNode = { kind: 'repeat', item: { kind: 'set', set: ALL_CODE_POINTS }, min: 0, max: Number.POSITIVE_INFINITY };

export { EMPTY as EMPTY_REGEX };
