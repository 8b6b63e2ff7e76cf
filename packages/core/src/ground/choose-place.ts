import { distanceToNearest } from './occurrences.js';
import type { TextIndex } from './text-index.js';
import type { Leaf } from './types.js';
import { findPhrase, type Stretch, wordsOf } from './words.js';

/** How far behind its label a value may stand, in UTF-16 units, on the same line. */
const LABEL_REACH = 80;
const MAX_LABELS = 200;

/** Where the words of a leaf's key are printed: "Due date", for `dueDate`; else its longest telling word. */
export function findLabels(index: TextIndex, key: string | undefined): Stretch[] {
  if (key === undefined) return [];
  const whole = findPhrase(index, key);
  if (whole.length > 0) return whole.slice(0, MAX_LABELS);
  const telling = wordsOf(key)
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length)[0];
  return telling === undefined ? [] : findPhrase(index, telling).slice(0, MAX_LABELS);
}

/** Distance from a label to a place behind it on the same line; Infinity where no label leads to it. */
export function distanceFromLabel(text: string, labels: readonly Stretch[], start: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const label of labels) {
    const distance = start - label.end;
    if (distance < 0 || distance > LABEL_REACH || distance >= nearest) continue;
    if (!/[\r\n]/.test(text.slice(label.end, start))) nearest = distance;
  }
  return nearest;
}

/**
 * Of places that fit equally well, the one that stands behind a label with the words of the key; else the one nearest to the record's
 * other values; else the first.
 */
export function choosePlace<T extends { readonly start: number }>(index: TextIndex, places: readonly T[], leaf: Leaf): T | undefined {
  if (places.length <= 1) return places[0];
  const anchors = leaf.anchors ?? [];
  const labels = findLabels(index, leaf.key);
  let best: T | undefined;
  let bestCost = [0, 0];
  for (const place of places) {
    const fromLabel = distanceFromLabel(index.scan.text, labels, place.start);
    const fromAnchors = distanceToNearest(place.start, anchors);
    // A label says which value it is; with anchors too, it must be the label of this record: the nearer of several.
    const cost = fromLabel === Number.POSITIVE_INFINITY ? [1, fromAnchors] : [0, anchors.length > 0 ? fromAnchors : fromLabel];
    if (best === undefined || cost[0]! < bestCost[0]! || (cost[0] === bestCost[0] && cost[1]! < bestCost[1]!)) {
      best = place;
      bestCost = cost;
    }
  }
  return best;
}
