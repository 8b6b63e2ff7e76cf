import type { TextScan } from '../text/scan.js';
import { onOneLine, touches } from '../text/tokens.js';

/** Three runs of digits with one kind of separator: what numeric dates look like. */
export interface Triplet {
  readonly parts: readonly [string, string, string];
  readonly separator: string;
  readonly start: number;
  readonly end: number;
  /** index after its last token */
  readonly next: number;
}

const SEPARATORS = new Set(['/', '.', '-', '\u2010', '\u2011', '–', '−', '年', '·', 'de']);

/** Reads the triplet whose first digits are token `at`; parts of longer chains (IP addresses, phone numbers) are none. */
export function readTriplet(scan: TextScan, at: number): Triplet | undefined {
  const { text, tokens } = scan;
  const [a, s, b, t, c] = [tokens[at], tokens[at + 1], tokens[at + 2], tokens[at + 3], tokens[at + 4]];
  if (a?.kind !== 'digits' || a.text.length > 4) return undefined;
  if (b?.kind === 'digits' && s !== undefined && SEPARATORS.has(s.text)) {
    const separator = s.text;
    if (c?.kind !== 'digits' || !(t!.text === separator || (separator === '年' && t!.text === '月'))) return undefined;
    for (let index = at; index < at + 4; index++) if (!onOneLine(text, tokens[index], tokens[index + 1])) return undefined;
    if (isChained(scan, at, at + 4)) return undefined;
    const next = tokens[at + 5]?.text === '日' ? at + 6 : at + 5;
    return { parts: [a.text, b.text, c.text], separator, start: a.start, end: tokens[next - 1]!.end, next };
  }
  // 25 12 2024 or 2024 12 25, as forms and passports print it
  const [second, third] = [s, b];
  if (second?.kind !== 'digits' || third?.kind !== 'digits' || second.text.length !== 2) return undefined;
  const isYearLast = a.text.length === 2 && third.text.length === 4;
  const isYearFirst = a.text.length === 4 && third.text.length === 2;
  if (!isYearLast && !isYearFirst) return undefined;
  const isSpaced = onOneLine(text, a, second) && onOneLine(text, second, third);
  if (!isSpaced || tokens[at - 1]?.kind === 'digits' || tokens[at + 3]?.kind === 'digits') return undefined;
  return { parts: [a.text, second.text, third.text], separator: ' ', start: a.start, end: third.end, next: at + 3 };
}

/** Digits, letters or another separator with digits touch the triplet from outside. */
function isChained(scan: TextScan, first: number, last: number): boolean {
  const { tokens } = scan;
  const left = tokens[first - 1];
  if (
    touches(left, tokens[first]) &&
    (left!.kind !== 'mark' || (SEPARATORS.has(left!.text) && tokens[first - 2]?.kind === 'digits' && touches(tokens[first - 2], left)))
  ) {
    return true;
  }
  const right = tokens[last + 1];
  const beyond = tokens[last + 2];
  if (!touches(tokens[last], right)) return false;
  if (right!.kind === 'word') return !/^(?:[tz日]|uhr|h)$/.test(right!.text);
  return SEPARATORS.has(right!.text) && beyond?.kind === 'digits' && touches(right, beyond);
}
