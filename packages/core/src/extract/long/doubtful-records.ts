import type { ExtractedField } from '../types.js';
import { type AnswerNode, givenLeavesOf, leavesOf } from './answer-tree.js';
import type { TextChunk } from './cut-text.js';

export type PlacedField = ExtractedField & { readonly start: number; readonly end: number };

/** How far a paragraph is followed to both sides of the values; UTF-16 units. */
const REACH = 300;
const BLANK_LINE = /(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:\r\n|\n|\r(?!\n))/u;
const SENTENCE_OR_LINE_END = /[.!?](?=\s)|[。！？\r\n]/u;
/** Two letters of scripts that put spaces between words, or two digits; `12kg` and `EUR5` are two words each, and other scripts part words nowhere. */
const INSIDE_WORD = /^(?:[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]{2}|\p{N}{2})$/u;
/** Letters or digits that belong to a torn word on one side of it, at most. */
const MAX_MISSING = 24;

const isPlaced = (field: ExtractedField): field is PlacedField => field.start !== undefined && field.end !== undefined;

/** Values of a record that stand at a place in the text, in its order. */
export const placedLeaves = (record: AnswerNode): readonly PlacedField[] =>
  leavesOf(record)
    .filter(isPlaced)
    .sort((a, b) => a.start - b.start);

const isInsideWord = (text: string, at: number) => at > 0 && INSIDE_WORD.test(text.slice(at - 1, at + 1));

/** Begins or ends inside a word. */
export const isTorn = (text: string, field: ExtractedField): boolean =>
  isPlaced(field) && typeof field.value === 'string' && (isInsideWord(text, field.start) || isInsideWord(text, field.end));

/** More of it is absent than there. */
export const isScant = (record: AnswerNode): boolean => givenLeavesOf(record).length < leavesOf(record).length / 2;

/** A copied string that begins or ends inside a word, with the rest of the word. */
export function mended(field: ExtractedField, text: string): ExtractedField {
  if (!isPlaced(field) || field.value !== field.printed || !isTorn(text, field)) return field;
  let { start, end } = field;
  while (isInsideWord(text, start) && field.start - start < MAX_MISSING) start--;
  while (isInsideWord(text, end) && end - field.end < MAX_MISSING) end++;
  const printed = text.slice(start, end);
  return { ...field, value: printed, printed, start, end };
}

/** Leaves without a blank line between them. */
function byParagraph(text: string, leaves: readonly PlacedField[]): PlacedField[][] {
  const groups: PlacedField[][] = [];
  for (const leaf of leaves) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group && before && !BLANK_LINE.test(text.slice(before.end, leaf.start))) group.push(leaf);
    else groups.push([leaf]);
  }
  return groups;
}

const weightOf = (leaves: readonly PlacedField[]) => leaves.reduce((sum, { probability = 0.5 }) => sum + probability, 0);

/** Offset behind the last match in `text`. */
function behindLast(text: string, pattern: RegExp): number | undefined {
  const match = [...text.matchAll(new RegExp(pattern, 'gu'))].at(-1);
  return match && match.index + match[0].length;
}

/** From the paragraph's begin to its end, or, where these are far, from the begin of a sentence or line to the end of one. */
function paragraphAround(text: string, start: number, end: number): TextChunk {
  const from = Math.max(0, start - REACH);
  const before = text.slice(from, start);
  const firstBorder = SENTENCE_OR_LINE_END.exec(before);
  const open = from === 0 ? 0 : firstBorder ? firstBorder.index + 1 : 0;
  const after = text.slice(end, end + REACH);
  const close = end + REACH >= text.length ? after.length : (behindLast(after, SENTENCE_OR_LINE_END) ?? after.length);
  return { start: from + (behindLast(before, BLANK_LINE) ?? open), end: end + (BLANK_LINE.exec(after)?.index ?? close) };
}

/**
 * Where a record should be read once more by itself, because something speaks against how it was read: its values come from several paragraphs, one
 * is a part of a word, or most are absent. What stands around a record tempts the model to take values from it. Probabilities do not tell: a model
 * that repeats itself is surer each time.
 * @returns the paragraph in which most of the record stands; undefined where nothing speaks against the record, or where it has no place
 */
export function windowOfDoubt(record: AnswerNode, text: string): TextChunk | undefined {
  const leaves = placedLeaves(record);
  const groups = byParagraph(text, leaves);
  const isDoubtful = groups.length > 1 || isScant(record) || leaves.some((leaf) => isTorn(text, leaf));
  if (!isDoubtful || groups.length === 0) return undefined;
  const most = groups.reduce((a, b) => (weightOf(b) > weightOf(a) ? b : a));
  return paragraphAround(text, most[0]!.start, most.at(-1)!.end);
}
