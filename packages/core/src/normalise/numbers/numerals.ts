import type { Token } from '../text/tokens.js';

export type DecimalMark = '.' | ',';

/** Runs of digits with what stands between them: the raw material of `1.234,56`. */
export interface DigitChain {
  readonly groups: readonly Token[];
  /** one fewer than groups; every kind of space counts as `' '`, every apostrophe as `'` */
  readonly separators: readonly string[];
  /** index after the last token */
  readonly next: number;
}

/** What a chain of digits says as one number. */
export interface Numeral {
  /** plain decimal digits, with a point where there are decimals: `1234.56` */
  readonly digits: string;
  /** the other reading of an ambiguous separator */
  readonly alternative?: string;
  readonly decimals: number;
  readonly isGrouped: boolean;
}

const SPACES = new Set([' ', '\u00a0', '\u202f', '\u2009', '\u2007']);
const POINTS = new Set(['.', ',', '·', '٫', '٬']);
const APOSTROPHES = new Set(["'", '\u2019', '\u02bc']);

/** Collects the digits that may form one number from a digits token on; the chain is linear to build and never looked at twice. */
export function collectDigitChain(text: string, tokens: readonly Token[], at: number): DigitChain {
  const groups = [tokens[at]!];
  const separators: string[] = [];
  let next = at + 1;
  for (;;) {
    const last = groups.at(-1)!;
    const token = tokens[next];
    if (token === undefined) break;
    const digits = tokens[next + 1];
    if (token.kind === 'mark' && token.start === last.end && digits?.kind === 'digits' && digits.start === token.end) {
      if (POINTS.has(token.text)) separators.push(token.text === '٫' ? ',' : token.text === '٬' ? '.' : token.text);
      else if (APOSTROPHES.has(token.text) && digits.text.length === 3) separators.push("'");
      else break;
      groups.push(digits);
      next += 2;
    } else if (isSpacedGroup(text, groups, separators, token)) {
      separators.push(' ');
      groups.push(token);
      next++;
    } else break;
  }
  return { groups, separators, next };
}

/** 1 234 567: one space, three digits, nothing but spaces before. */
function isSpacedGroup(text: string, groups: readonly Token[], separators: readonly string[], token: Token): boolean {
  const last = groups.at(-1)!;
  if (token.kind !== 'digits' || token.text.length !== 3 || token.start !== last.end + 1 || !SPACES.has(text[last.end]!)) return false;
  return groups[0]!.text.length <= 3 && groups[0]!.text !== '0' && (separators.length === 0 || separators.at(-1) === ' ');
}

/**
 * Reads a chain as one number.
 * @param decimalMark - decides where one separator stands before exactly three digits (1.234); the other reading is the alternative
 * @returns undefined where the chain is no number (a date, an IP address, a version)
 */
export function interpretChain(chain: DigitChain, decimalMark: DecimalMark): Numeral | undefined {
  const { separators } = chain;
  const groups = chain.groups.map((token) => token.text);
  if (separators.length === 0) return { digits: groups[0]!, decimals: 0, isGrouped: false };
  const last = separators.at(-1)!;
  const earlier = separators.slice(0, -1);
  if (earlier.every((separator) => separator === last)) return interpretUniform(groups, last, decimalMark);
  const grouping = earlier[0]!;
  const hasOneGrouping = earlier.every((separator) => separator === grouping) && grouping !== '·' && last !== ' ' && last !== "'";
  if (!hasOneGrouping || !areGroups(groups.slice(0, -1), grouping)) return undefined;
  return withDecimals(groups.slice(0, -1).join(''), groups.at(-1)!, true);
}

function interpretUniform(groups: string[], separator: string, decimalMark: DecimalMark): Numeral | undefined {
  const grouped: Numeral = { digits: groups.join(''), decimals: 0, isGrouped: true };
  if (separator === ' ' || separator === "'") return areGroups(groups, separator) ? grouped : undefined;
  if (groups.length > 2) return areGroups(groups, separator) ? grouped : undefined;
  const [whole, rest] = groups as [string, string];
  const decimal = withDecimals(whole, rest, false);
  if (separator === '·' || rest.length !== 3 || whole.length > 3 || /^0/.test(whole)) return decimal;
  return separator === decimalMark ? { ...decimal, alternative: grouped.digits } : { ...grouped, alternative: decimal.digits };
}

const withDecimals = (whole: string, decimals: string, isGrouped: boolean): Numeral => ({
  digits: `${whole}.${decimals}`,
  decimals: decimals.length,
  isGrouped,
});

/** Groups of three; with commas also the Indian 12,34,567. */
function areGroups(groups: readonly string[], separator: string): boolean {
  const [first, ...rest] = groups as [string, ...string[]];
  if (first.length > 3 || (first.length > 1 && first.startsWith('0')) || rest.length === 0) return rest.length === 0 && first.length <= 3;
  if (rest.every((group) => group.length === 3)) return true;
  return separator === ',' && first.length <= 2 && rest.at(-1)!.length === 3 && rest.slice(0, -1).every((group) => group.length === 2);
}

/** What one chain tells about the decimal mark of its text: undefined where it is ambiguous or has none. */
function markOf(chain: DigitChain): DecimalMark | undefined {
  const { groups, separators } = chain;
  const last = separators.at(-1);
  if (last !== '.' && last !== ',') return undefined;
  const other = last === '.' ? ',' : '.';
  const whole = groups[0]!.text;
  const rest = groups.at(-1)!.text;
  if (separators.length > 1) {
    const uniform = separators.every((separator) => separator === last);
    if (!uniform) return interpretChain(chain, last) === undefined ? undefined : last;
    // Three groups in a row: thousands. Anything else is a date or a version.
    return interpretChain(chain, last) === undefined ? undefined : other;
  }
  if (rest.length === 3 && whole.length <= 3 && whole !== '0') return undefined;
  // 12.05 may be a day and a month and a single digit a chapter: only the comma tells there.
  return rest.length <= 2 && last === '.' && !/^0?\d$|^[12]\d$|^3[01]$/.test(whole)
    ? last
    : last === ',' || rest.length > 3
      ? last
      : undefined;
}

/**
 * The decimal mark that the text's own numbers show, by majority.
 * @returns undefined where none of them tells
 */
export function inferDecimalMark(text: string, tokens: readonly Token[]): DecimalMark | undefined {
  let points = 0;
  let commas = 0;
  for (let at = 0; at < tokens.length; ) {
    if (tokens[at]!.kind !== 'digits') {
      at++;
      continue;
    }
    const chain = collectDigitChain(text, tokens, at);
    const mark = markOf(chain);
    if (mark === '.') points++;
    else if (mark === ',') commas++;
    at = chain.next;
  }
  return points === commas ? undefined : points > commas ? '.' : ',';
}
