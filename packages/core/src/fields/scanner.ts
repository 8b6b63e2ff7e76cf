import { SchemaError } from '../errors/index.js';

const EXCERPT_COLUMNS = 70;
const isBlank = (character: string) => character === ' ' || character === '\t';
const isLineBreak = (character: string) => character === '\n' || character === '\r';

/** Reads the field shorthand character by character, and shows the place where it cannot be read. */
export class Scanner {
  position = 0;

  constructor(readonly source: string) {}

  /** The next character, or '' at the end. */
  peek(): string {
    return this.source[this.position] ?? '';
  }

  /** Steps over `expected` where it comes next. */
  take(expected: string): boolean {
    if (!this.source.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  skipBlanks(): void {
    while (isBlank(this.peek())) this.position++;
  }

  skipWhiteSpace(): void {
    while (isBlank(this.peek()) || isLineBreak(this.peek())) this.position++;
  }

  atLineBreak(): boolean {
    return isLineBreak(this.peek());
  }

  atEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** The longest stretch of characters that `pattern` (a sticky expression) matches here; may be empty. */
  takeWhile(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.source)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  /** A text in single or double quotes; a backslash takes the next character as it is. */
  takeQuoted(): string | undefined {
    const quote = this.peek();
    if (quote !== '"' && quote !== "'") return undefined;
    const start = this.position++;
    let value = '';
    while (this.peek() !== quote) {
      if (this.atEnd()) this.fail(`the quote ${quote} is not closed`, start);
      if (this.take('\\') && this.atEnd()) this.fail(`the quote ${quote} is not closed`, start);
      value += this.peek();
      this.position++;
    }
    this.position++;
    return value;
  }

  /** @throws {SchemaError} `invalid_schema` with `line`, `column` and `excerpt`: the line, and a caret under the place */
  fail(message: string, at = this.position): never {
    const lineStart = Math.max(this.source.lastIndexOf('\n', at - 1), this.source.lastIndexOf('\r', at - 1)) + 1;
    const lineLength = this.source.slice(lineStart).search(/[\r\n]/);
    const line = lineLength < 0 ? this.source.slice(lineStart) : this.source.slice(lineStart, lineStart + lineLength);
    const lineNumber = this.source.slice(0, lineStart).split(/\r\n|\r|\n/).length;
    const column = countCodePoints(line.slice(0, at - lineStart)) + 1;
    const place = lineNumber > 1 ? `line ${lineNumber}, column ${column}` : `column ${column}`;
    throw new SchemaError('invalid_schema', `fields: ${message} (${place})`, {
      details: { line: lineNumber, column, excerpt: excerpt(line, column) },
    });
  }
}

const countCodePoints = (text: string) => [...text].length;

/** The line, shortened around the place, and a caret below it. */
function excerpt(line: string, column: number): string {
  const characters = [...line.replaceAll('\t', ' ')];
  const from = Math.max(0, Math.min(column - 1 - EXCERPT_COLUMNS / 2, characters.length - EXCERPT_COLUMNS));
  const shown = characters.slice(from, from + EXCERPT_COLUMNS).join('');
  const lead = from > 0 ? '…' : '';
  const tail = from + EXCERPT_COLUMNS < characters.length ? '…' : '';
  return `${lead}${shown}${tail}\n${' '.repeat(lead.length + column - 1 - from)}^`;
}
