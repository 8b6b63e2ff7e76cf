/** A stretch of the text that belongs to something, `[start, end)` in UTF-16 units. */
export interface Stretch<T> {
  readonly start: number;
  readonly end: number;
  readonly owner: T;
}

/** A stretch that no border lies in, with everything that covers it, the shortest first. */
export interface Segment<T> {
  readonly start: number;
  readonly end: number;
  readonly owners: readonly T[];
  /** those of the owners that begin here */
  readonly starting: readonly T[];
}

/** Cuts a text at the borders of stretches, which may overlap and nest. Stretches that are not inside the text are left out. */
export function cutSegments<T>(length: number, stretches: readonly Stretch<T>[]): Segment<T>[] {
  const inside = stretches.filter(
    ({ start, end }) => Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= length,
  );
  const borders = [...new Set([0, length, ...inside.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const byStart = [...inside].sort((a, b) => a.start - b.start);
  const segments: Segment<T>[] = [];
  let open: Stretch<T>[] = [];
  let next = 0;
  for (let at = 0; at + 1 < borders.length; at++) {
    const start = borders[at]!;
    open = open.filter(({ end }) => end > start);
    const starting: Stretch<T>[] = [];
    while (next < byStart.length && byStart[next]!.start === start) starting.push(byStart[next++]!);
    open.push(...starting);
    const owners = [...open].sort((a, b) => a.end - a.start - (b.end - b.start));
    segments.push({
      start,
      end: borders[at + 1]!,
      owners: owners.map(({ owner }) => owner),
      starting: starting.map(({ owner }) => owner),
    });
  }
  return segments;
}
