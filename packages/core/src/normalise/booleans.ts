import { printedBetween, scanText, type TextScan } from './text/scan.js';
import { touches } from './text/tokens.js';
import type { BooleanReading, NormaliseOptions } from './types.js';

const YES = new Set('yes yep yeah true ja jawohl wahr richtig oui vrai si verdadero cierto vero sim verdadeiro waar juist y'.split(' '));
const NO = new Set('no nope false nein falsch non faux falso nao nee onwaar onjuist not n'.split(' '));
/** Single letters are answers only where they stand as a whole value: "Smoker: N". */
const LETTERS = new Set(['y', 'n']);
const TICKS = new Set(['✓', '✔', '☑', '✅', '🗹']);
const CROSSES = new Set(['✗', '✘', '☒', '❌', '✕', '☐', '□']);
// ☒ is a crossed box on forms: chosen. The empty boxes are not.
const CHOSEN_CROSSES = new Set(['☒']);

/** Finds yes and no in the words of seven languages, ticks, and check boxes in brackets. */
export function findBooleans(text: string, options: NormaliseOptions = {}): BooleanReading[] {
  return findBooleansIn(scanText(text, options));
}

/** As {@link findBooleans}, on a text that was prepared before. */
export function findBooleansIn(scan: TextScan): BooleanReading[] {
  const readings: BooleanReading[] = [];
  for (let at = 0; at < scan.tokens.length; at++) {
    const token = scan.tokens[at]!;
    const box = token.text === '[' ? readBox(scan, at) : undefined;
    if (box !== undefined) readings.push(box);
    else if (token.kind === 'mark') {
      if (TICKS.has(token.text) || CHOSEN_CROSSES.has(token.text))
        readings.push({ value: true, ...printedBetween(scan, token.start, token.end) });
      else if (CROSSES.has(token.text)) readings.push({ value: false, ...printedBetween(scan, token.start, token.end) });
    } else if (token.kind === 'word' && (!LETTERS.has(token.text) || standsAlone(scan, at))) {
      if (YES.has(token.text)) readings.push({ value: true, ...printedBetween(scan, token.start, token.end) });
      else if (NO.has(token.text)) readings.push({ value: false, ...printedBetween(scan, token.start, token.end) });
    }
  }
  return readings;
}

/** [x] and [ ] */
function readBox(scan: TextScan, at: number): BooleanReading | undefined {
  const { tokens, text } = scan;
  const [open, middle, close] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
  if (middle?.text === 'x' && close?.text === ']' && touches(open, middle) && touches(middle, close)) {
    return { value: true, ...printedBetween(scan, open.start, close.end) };
  }
  const isEmpty = middle?.text === ']' && middle.start - open.end <= 1 && text.slice(open.end, middle.start).trim() === '';
  return isEmpty ? { value: false, ...printedBetween(scan, open.start, middle.end) } : undefined;
}

/** A colon, tab, bar or line border on both sides. */
function standsAlone(scan: TextScan, at: number): boolean {
  const { text, tokens } = scan;
  const left = tokens[at - 1];
  const right = tokens[at + 1];
  const before = left === undefined || /^[:=|,;([]$/.test(left.text) || /[\n\r\t]/.test(text.slice(left.end, tokens[at]!.start));
  const after = right === undefined || /^[|,;.)\]]$/.test(right.text) || /[\n\r\t]/.test(text.slice(tokens[at]!.end, right.start));
  return before && after;
}
