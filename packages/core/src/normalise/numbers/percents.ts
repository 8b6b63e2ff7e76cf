import type { TextScan } from '../text/scan.js';
import { onOneLine } from '../text/tokens.js';

const SIGNS = new Set(['%', '٪', '％', '﹪']);
const ONE_WORD = new Set([
  'percent',
  'pct',
  'prozent',
  'procent',
  'percento',
  'porciento',
  'pourcent',
  'vh',
  'perzent',
  'percentage',
  'prozentpunkte',
  'percents',
  'pourcents',
  'porcento',
]);
// per cent, pour cent, por ciento, por cento, per cento, vom Hundert, ten honderd
const TWO_WORDS = new Map([
  ['per', new Set(['cent', 'cento'])],
  ['pour', new Set(['cent'])],
  ['por', new Set(['ciento', 'cento', 'cien'])],
  ['vom', new Set(['hundert'])],
]);

/** true for the "cent" of "per cent": no number, though French counts with it */
export const isPercentTail = (before: string | undefined, word: string): boolean => TWO_WORDS.get(before ?? '')?.has(word) ?? false;

/** @returns the index after a percent sign or word that follows token `at - 1`, or undefined */
export function readPercent(scan: TextScan, at: number): number | undefined {
  const { text, tokens } = scan;
  const token = tokens[at];
  if (!onOneLine(text, tokens[at - 1], token)) return undefined;
  if (token!.kind === 'mark') return SIGNS.has(token!.text) ? at + 1 : undefined;
  if (ONE_WORD.has(token!.text)) return at + 1;
  const second = tokens[at + 1];
  const words = TWO_WORDS.get(token!.text);
  if (words === undefined || !onOneLine(text, token, second)) return undefined;
  if (words.has(second!.text)) return at + 2;
  // pour-cent
  return second!.text === '-' && words.has(tokens[at + 2]?.text ?? '') ? at + 3 : undefined;
}
