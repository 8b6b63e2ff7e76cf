import type { DocumentBuilder } from '../document-builder.js';
import type { PageText } from '../page-text.js';
import type { Box } from '../types.js';
import { type FramedItem, findLines, type Line } from './lines.js';
import { groupByRun } from './reading-frame.js';
import { splitWords } from './split-words.js';

/** Gaps between two items of a line, in heights of a letter: from here on a blank was meant, from there on a column. */
const BLANK = 0.12;
const COLUMN = 1.5;
/** The gap above a line, in heights of the line: from here on a paragraph. */
const PARAGRAPH = 0.8;

function blanksBetween(before: FramedItem, after: FramedItem): string {
  const gap = after.item.isRightToLeft
    ? before.frame.x - after.frame.x - after.frame.width
    : after.frame.x - before.frame.x - before.frame.width;
  const height = Math.min(before.frame.height, after.frame.height);
  if (gap > COLUMN * height) return '  ';
  const isApart = gap > BLANK * height || before.item.isField || after.item.isField;
  return isApart && !/\s$/.test(before.item.text) && !/^\s/.test(after.item.text) ? ' ' : '';
}

/** A blank line where there is a gap between two lines that stand above each other, or the reading goes on elsewhere. */
export function breakBetween(before: Box, after: Box): string {
  const gap = after.y - before.y - before.height;
  const goesOnElsewhere = after.y + after.height <= before.y;
  return goesOnElsewhere || gap > PARAGRAPH * Math.min(before.height, after.height) ? '\n\n' : '\n';
}

function writeLine(line: Line, builder: DocumentBuilder): void {
  line.items.forEach((framed, index) => {
    if (index > 0) builder.append(blanksBetween(line.items[index - 1]!, framed));
    for (const { text, box } of splitWords(framed.item)) builder.append(text, box, framed.item.run);
  });
}

/** Adds what a page draws to the page that was begun last: lines as lines, a blank line between paragraphs, two blanks between columns. */
export function writePageText({ items, size }: PageText, builder: DocumentBuilder): void {
  let isFirst = true;
  for (const group of groupByRun(items)) {
    let before: Line | undefined;
    for (const line of findLines(group, size)) {
      if (!isFirst) builder.append(before ? breakBetween(before.frame, line.frame) : '\n\n');
      writeLine(line, builder);
      before = line;
      isFirst = false;
    }
  }
}
