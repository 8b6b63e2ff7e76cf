/**
 * Of several places of one value, the one nearest to the record's other values.
 * @param starts - UTF-16 offsets in rising order
 * @param anchors - offsets of the record's other values, of a label, or none
 * @returns the chosen start: least distance to any anchor, ties and no anchors → the first; undefined where there are no starts
 */
export function chooseOccurrence(starts: readonly number[], anchors: readonly number[] = []): number | undefined {
  let best = starts[0];
  let bestDistance = best === undefined ? 0 : distanceToNearest(best, anchors);
  for (const start of starts) {
    const distance = distanceToNearest(start, anchors);
    if (distance < bestDistance) {
      best = start;
      bestDistance = distance;
    }
  }
  return best;
}

/** 0 where there is no anchor, so that all places are equally near */
export function distanceToNearest(offset: number, anchors: readonly number[]): number {
  let nearest = anchors.length === 0 ? 0 : Number.POSITIVE_INFINITY;
  for (const anchor of anchors) nearest = Math.min(nearest, Math.abs(offset - anchor));
  return nearest;
}
