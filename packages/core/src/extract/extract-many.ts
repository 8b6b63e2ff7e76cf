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
 * Works on up to `concurrency` texts at once and yields results in input order.
 * The input is drawn only when there is room, and closed when the consumer stops early.
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
  let isDrained = false;
  const draw = async () => {
    throwIfAborted(signal);
    const next = await source.next();
    if (next.done) {
      isDrained = true;
      return;
    }
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
      while (!isDrained && underWay.length < concurrency) await draw();
      const first = underWay.shift();
      if (!first) return;
      const item = await first;
      throwIfAborted(signal);
      yield item;
    }
  } finally {
    await Promise.allSettled(underWay);
    if (!isDrained) await source.return?.();
  }
}
