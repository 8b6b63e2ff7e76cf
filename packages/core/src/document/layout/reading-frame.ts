import type { PageText, TextItem } from '../page-text.js';
import { RUNS, type Run } from '../text-map.js';
import type { Box } from '../types.js';

/** Turns a box of the page so that text of this run goes to the right. Only for comparing boxes: places keep the page's own frame. */
export function toReadingFrame({ x, y, width, height }: Box, run: Run, page: PageText['size']): Box {
  switch (run) {
    case RUNS.right:
      return { x, y, width, height };
    case RUNS.left:
      return { x: page.width - x - width, y: page.height - y - height, width, height };
    case RUNS.down:
      return { x: y, y: page.width - x - width, width: height, height: width };
    case RUNS.up:
      return { x: page.height - y - height, y: x, width: height, height: width };
  }
}

/** The items of a page by the way they run, the way most letters run first. */
export function groupByRun(items: readonly TextItem[]): readonly (readonly TextItem[])[] {
  const groups = new Map<Run, TextItem[]>();
  for (const item of items) {
    const group = groups.get(item.run);
    if (group) group.push(item);
    else groups.set(item.run, [item]);
  }
  const letters = (group: readonly TextItem[]) => group.reduce((sum, { text }) => sum + text.length, 0);
  return [...groups.values()].sort((a, b) => letters(b) - letters(a));
}
