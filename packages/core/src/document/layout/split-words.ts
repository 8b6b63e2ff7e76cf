import type { TextItem } from '../page-text.js';
import { partOfBox } from '../text-map.js';
import type { Box } from '../types.js';

/**
 * Letters by their width in thousandths of the size of the font, as Helvetica has them (Adobe Font Metrics). Fonts differ in how wide they are as a whole, much less
 * in which letters are wide: that is all that is taken from here, because the width of the whole is known.
 */
const WIDTHS: readonly (readonly [letters: string, width: number])[] = [
  ["'ijl|", 225],
  ['I ,./:;!ft[]\\()-r`"{}*', 305],
  ['ckJsvxyz^', 500],
  ['abdeghnopquL0123456789?_$#€', 556],
  ['FTZ+<=>~', 600],
  ['ABEKPSVXY&', 667],
  ['CDHNRUw', 722],
  ['GOQMm', 800],
  ['W%@—', 950],
];
const widthOf = new Map(WIDTHS.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)));

const isWide = (letter: string) =>
  /[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uff60]|[\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/u.test(letter);

function estimateWidth(letter: string): number {
  const known = widthOf.get(letter);
  if (known !== undefined) return known;
  // An accent makes no letter wider.
  const plain = letter.normalize('NFD')[0]!;
  return widthOf.get(plain) ?? (isWide(letter) ? 1000 : 556);
}

const widthOfText = (text: string) => [...text].reduce((sum, letter) => sum + estimateWidth(letter), 0);

/** The words of an item, each with its box, and the blanks between them, without one. */
export function splitWords(item: TextItem): readonly { readonly text: string; readonly box?: Box }[] {
  const { text, box, run, isRightToLeft, isMonospaced } = item;
  const parts = text.split(/(\s+)/).filter((part) => part !== '');
  // In a text from right to left numbers run the other way.
  if (parts.length < 2 || isRightToLeft) return [item];
  const measure = isMonospaced ? (part: string) => [...part].length : widthOfText;
  const whole = measure(text);
  let before = 0;
  return parts.map((part) => {
    const share = measure(part) / whole;
    const place = partOfBox(box, run, before, share);
    before += share;
    return part.trim() === '' ? { text: part } : { text: part, box: place };
  });
}
