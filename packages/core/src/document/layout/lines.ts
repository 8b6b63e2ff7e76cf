import type { PageText, TextItem } from '../page-text.js';
import type { Box } from '../types.js';
import { toReadingFrame } from './reading-frame.js';

/** An item with its box turned so that its text goes to the right. */
export interface FramedItem {
  readonly item: TextItem;
  readonly frame: Box;
}

/** Items that stand beside each other, from left to right (from right to left where the text goes that way). */
export interface Line {
  readonly items: readonly FramedItem[];
  readonly frame: Box;
}

const bottomOf = ({ y, height }: Box) => y + height;
const rightOf = ({ x, width }: Box) => x + width;

/** Share of the lower box that two boxes have in common from top to bottom. */
function verticalShare(a: Box, b: Box): number {
  const common = Math.min(bottomOf(a), bottomOf(b)) - Math.max(a.y, b.y);
  return common / Math.max(Math.min(a.height, b.height), 1e-6);
}

/** Big letters reach over several lines beside them; those are not one line. */
const isSameLine = (a: Box, b: Box) => verticalShare(a, b) > 0.5 && Math.max(a.height, b.height) < 3 * Math.min(a.height, b.height);

export function union(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map(rightOf)) - x, height: Math.max(...boxes.map(bottomOf)) - y };
}

function toLine(items: readonly FramedItem[]): Line {
  const rightToLeft = items.filter(({ item }) => item.isRightToLeft).length * 2 > items.length;
  const sorted = items.toSorted((a, b) => (rightToLeft ? rightOf(b.frame) - rightOf(a.frame) : a.frame.x - b.frame.x));
  return { items: withoutDoubles(sorted), frame: union(items.map(({ frame }) => frame)) };
}

/** Some programs print bold letters by drawing the same text twice, a hair apart. */
function withoutDoubles(items: readonly FramedItem[]): readonly FramedItem[] {
  return items.filter(({ item, frame }, index) => {
    const before = items[index - 1];
    return !(before && before.item.text === item.text && Math.abs(before.frame.x - frame.x) < 0.25 * frame.height);
  });
}

/** Items that follow each other in drawing and stand on one line. The frame of a line is that of its first item with letters of normal size. */
function chain(items: readonly FramedItem[]): readonly (readonly FramedItem[])[] {
  const lines: FramedItem[][] = [];
  let frame: Box | undefined;
  for (const framed of items) {
    const line = lines.at(-1);
    if (line && frame && isSameLine(frame, framed.frame)) {
      line.push(framed);
      if (framed.frame.height > frame.height) frame = framed.frame;
    } else {
      lines.push([framed]);
      frame = framed.frame;
    }
  }
  return lines;
}

/** Lines that begin above the line before them. A column or a block beside another one is one such jump; a page drawn in no order has many. */
const JUMPS_IN_DISORDER = 0.25;

function isInDisorder(lines: readonly Line[]): boolean {
  if (lines.length < 8) return false;
  const jumps = lines.filter(({ frame }, index) => index > 0 && bottomOf(frame) <= lines[index - 1]!.frame.y).length;
  return jumps > JUMPS_IN_DISORDER * lines.length;
}

/** Lines as they stand on the page, from top to bottom, for pages whose order of drawing says nothing. */
function linesByPlace(items: readonly FramedItem[]): readonly Line[] {
  const rows: FramedItem[][] = [];
  for (const framed of items.toSorted((a, b) => a.frame.y + a.frame.height / 2 - (b.frame.y + b.frame.height / 2))) {
    const row = rows.slice(-3).find((candidate) => isSameLine(candidate[0]!.frame, framed.frame));
    if (row) row.push(framed);
    else rows.push([framed]);
  }
  return rows.map(toLine);
}

/** Puts a value that was filled in beside the words on its line; without any, before the first line below it. */
function insertField(lines: Line[], field: FramedItem): void {
  const beside = lines
    .map((line, index) => ({ index, distance: distanceBetween(line, field) }))
    .filter(({ index }) => verticalShare(lines[index]!.frame, field.frame) > 0.3)
    .sort((a, b) => a.distance - b.distance)[0];
  if (beside) {
    lines[beside.index] = toLine([...lines[beside.index]!.items, field]);
    return;
  }
  const below = lines.findIndex(({ frame }) => frame.y > field.frame.y);
  lines.splice(below < 0 ? lines.length : below, 0, toLine([field]));
}

function distanceBetween({ frame }: Line, field: FramedItem): number {
  return Math.max(field.frame.x - rightOf(frame), frame.x - rightOf(field.frame), 0);
}

/**
 * The lines of a page in the order of reading. Programs draw a page in that order, block by block and table row by table row, so it is kept;
 * only where the drawing jumps about are lines sorted by their place.
 */
export function findLines(items: readonly TextItem[], page: PageText['size']): readonly Line[] {
  const framed = items.map((item) => ({ item, frame: toReadingFrame(item.box, item.run, page) }));
  const printed = framed.filter(({ item }) => !item.isField && item.text.trim() !== '');
  const drawn = chain(printed).map(toLine);
  const lines = [...(isInDisorder(drawn) ? linesByPlace(printed) : drawn)];
  for (const field of framed.filter(({ item }) => item.isField)) insertField(lines, field);
  return lines;
}
