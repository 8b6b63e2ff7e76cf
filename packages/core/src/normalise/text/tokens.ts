/** One piece of the source text; white space lies between tokens and belongs to none. */
export interface Token {
  readonly kind: 'word' | 'digits' | 'mark';
  /** words: folded by {@link foldWord}; digits: ASCII digits; marks: the code point itself */
  readonly text: string;
  /** UTF-16 offsets into the source text */
  readonly start: number;
  readonly end: number;
}

// Han characters are words of their own: 元 must be seen in 100元起.
const TOKEN = /([0-9０-９]+)|(\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}])+)|(\S)/gu;
const LONGEST_FOLDED_WORD = 120;
const ASCII = /^[\x00-\x7f]*$/;
const SPACE_BUT_NO_LINE_BREAK = /^[^\S\r\n\u0085\u2028\u2029]*$/u;

/**
 * A word without case and diacritics, `ß` as `ss`: `März` → `marz`. Offsets never pass through it, so its length may change.
 * Words beyond {@link LONGEST_FOLDED_WORD} units are in no lexicon and stay as they are, which keeps long runs cheap.
 */
export function foldWord(word: string): string {
  if (word.length > LONGEST_FOLDED_WORD) return word;
  if (ASCII.test(word)) return word.toLowerCase();
  return word
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .normalize('NFC');
}

/** Cuts a text into words, runs of digits and single marks, in time linear in its length. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const [printed, digits, word] = match;
    const start = match.index;
    const end = start + printed.length;
    if (digits !== undefined) tokens.push({ kind: 'digits', text: digits.normalize('NFKC'), start, end });
    else if (word !== undefined) tokens.push({ kind: 'word', text: foldWord(word), start, end });
    else tokens.push({ kind: 'mark', text: printed, start, end });
  }
  return tokens;
}

/** true where two neighbouring tokens touch */
export const touches = (left: Token | undefined, right: Token | undefined): boolean =>
  left !== undefined && right !== undefined && left.end === right.start;

/** true where only white space of one line, or nothing, lies between two neighbouring tokens */
export function onOneLine(text: string, left: Token | undefined, right: Token | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const gap = right.start - left.end;
  // Columns of a table are not one phrase.
  return gap === 0 || (gap <= 3 && SPACE_BUT_NO_LINE_BREAK.test(text.slice(left.end, right.start)));
}
