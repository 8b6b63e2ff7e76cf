import { throwIfAborted } from '../decode/run-generation.js';
import { MaazaError, ModelError } from '../errors/index.js';
import type { Extraction, TextInput } from './types.js';

/** Result of one text of `extractMany`: its place in the input, and either the extraction or why there is none. */
export type ExtractManyItem<T = unknown> =
  | { readonly index: number; readonly extraction: Extraction<T>; readonly error?: undefined }
  | { readonly index: number; readonly error: MaazaError; readonly extraction?: undefined };

const toMaazaError = (cause: unknown): MaazaError =>
  MaazaError.isInstance(cause) ? cause : new ModelError('extraction_failed', 'the extraction failed unexpectedly', { cause });

/**
 * Works on up to `concurrency` texts at once and yields results in input order. The input is drawn only when there is room, and closed when the
 * consumer stops early; a text that is slow to come holds no finished result back.
 */
export async function* mapConcurrently<T>(
  texts: Iterable<TextInput> | AsyncIterable<TextInput>,
  work: (text: TextInput) => Promise<Extraction<T>>,
  concurrency: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<ExtractManyItem<T>, void, undefined> {
  const source = Symbol.asyncIterator in texts ? texts[Symbol.asyncIterator]() : texts[Symbol.iterator]();
  const underWay: Promise<ExtractManyItem<T>>[] = [];
  let index = 0;
  let drawing: Promise<void> | undefined;
  let isDrained = false;
  let isClosed = false;
  const draw = async () => {
    throwIfAborted(signal);
    const next = await source.next();
    drawing = undefined;
    if (next.done) isDrained = true;
    // Nobody waits any more for what came too late.
    if (next.done || isClosed) return;
    const at = index++;
    underWay.push(
      work(next.value).then(
        (extraction) => ({ index: at, extraction }),
        (cause: unknown) => ({ index: at, error: toMaazaError(cause) }),
      ),
    );
  };
  try {
    for (;;) {
      if (!isDrained && underWay.length < concurrency) drawing ??= draw();
      const first = underWay[0];
      if (first === undefined) {
        if (drawing === undefined) return;
        await drawing;
        continue;
      }
      if (drawing !== undefined && (await Promise.race([drawing.then(() => true), first.then(() => false)]))) continue;
      const item = await first;
      underWay.shift();
      throwIfAborted(signal);
      yield item;
    }
  } finally {
    isClosed = true;
    await Promise.allSettled(underWay);
    if (!isDrained) await close(source, drawing !== undefined);
  }
}

/** A source that is waiting for its next text closes when it has come, which may be never: nobody waits for that. */
async function close(source: Iterator<TextInput> | AsyncIterator<TextInput>, isWaiting: boolean): Promise<void> {
  const closed = source.return?.();
  if (!isWaiting) await closed;
  else Promise.resolve(closed).catch(() => {});
}
