import type { Row } from './input/rows.js';

export interface DoneRow<T> {
  readonly row: Row;
  readonly outcome: T;
}

interface UnderWay<T> {
  readonly row: Row;
  readonly outcome: Promise<T>;
}

/**
 * Works on up to `window` rows at once and gives them in input order. A row is drawn only when there is room for it, so a slow disk slows the
 * reading down and nothing piles up; a slow input holds no finished row back.
 */
export async function* extractInOrder<T>(
  rows: AsyncIterable<Row>,
  extract: (row: Row) => Promise<T>,
  window: number,
): AsyncGenerator<DoneRow<T>, void, undefined> {
  const source = rows[Symbol.asyncIterator]();
  const underWay: UnderWay<T>[] = [];
  let drawing: Promise<void> | undefined;
  let isDrained = false;
  const draw = async () => {
    const next = await source.next();
    drawing = undefined;
    if (next.done) {
      isDrained = true;
      return;
    }
    const outcome = extract(next.value);
    // It may fail before its turn comes; then it is thrown, not unhandled.
    outcome.catch(() => {});
    underWay.push({ row: next.value, outcome });
  };
  try {
    for (;;) {
      if (!isDrained && underWay.length < window) drawing ??= draw();
      const first = underWay[0];
      if (first === undefined) {
        if (drawing === undefined) return;
        await drawing;
        continue;
      }
      if (drawing !== undefined && (await Promise.race([drawing.then(() => true), first.outcome.then(() => false)]))) continue;
      const outcome = await first.outcome;
      underWay.shift();
      yield { row: first.row, outcome };
    }
  } finally {
    drawing?.catch(() => {});
    await source.return?.();
  }
}
