import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Worker as NodeWorker } from 'node:worker_threads';
import type { Worker as TesseractWorker } from 'tesseract.js';
import type { GrayImage, RecognisedText, RecognisedWord } from '../../document/page-text.js';
import type { Box } from '../../document/types.js';
import { loadOptionalDependency } from '../optional-dependency.js';

const FEATURE = 'reading images and scanned pages';
const LANGUAGE_PACKAGE = '@tesseract.js-data/eng';

/** One block of text; a column of text of different sizes. */
const PAGE_MODES = ['6', '4'] as const;

/** Confidence of a word from which on it is rather right than wrong. */
const EVEN_ODDS = 50;

/** The members of a result that are called. */
interface Recognition {
  readonly rotateRadians: number | null;
  readonly blocks: readonly {
    readonly paragraphs: readonly { readonly lines: readonly { readonly words: readonly TesseractWord[] }[] }[];
  }[];
}

interface TesseractWord {
  readonly text: string;
  readonly confidence: number;
  readonly bbox: { readonly x0: number; readonly y0: number; readonly x1: number; readonly y1: number };
}

async function startWorker(): Promise<TesseractWorker> {
  const { createWorker } = (await loadOptionalDependency('tesseract.js', FEATURE, () => import('tesseract.js'))).default;
  const language = await loadOptionalDependency(LANGUAGE_PACKAGE, FEATURE, async () =>
    createRequire(import.meta.url).resolve(LANGUAGE_PACKAGE),
  );
  const worker = await createWorker('eng', 1, {
    langPath: join(dirname(language), '4.0.0_best_int'),
    // Neither a download nor a copy of the data in the caller's folder.
    cacheMethod: 'none',
    gzip: true,
  });
  // Said once, so that it does not estimate, and print its estimate, for each image.
  await worker.setParameters({ user_defined_dpi: '200' });
  return worker;
}

/** One recogniser for all documents of this thread, because starting one takes a second. While it is idle it does not keep the process alive. */
let shared: Promise<TesseractWorker> | undefined;
let queue: Promise<unknown> = Promise.resolve();

const threadOf = (worker: TesseractWorker) => (worker as unknown as { readonly worker: NodeWorker }).worker;

/** Settles as the promise does, or with the reason of the abort as soon as there is one. */
async function untilAborted<T>(signal: AbortSignal, promise: Promise<T>, onAbort: () => void = () => {}): Promise<T> {
  let listener: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    listener = () => {
      onAbort();
      reject(signal.reason);
    };
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', listener!);
  }
}

async function withWorker<T>(signal: AbortSignal, use: (worker: TesseractWorker) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  shared ??= startWorker();
  const worker = await shared.catch((error: unknown) => {
    shared = undefined;
    throw error;
  });
  signal.throwIfAborted();
  const thread = threadOf(worker);
  thread.ref();
  const stop = () => {
    // A recognition that is under way cannot be stopped, its thread can.
    shared = undefined;
    void thread.terminate();
  };
  try {
    return await untilAborted(signal, use(worker), stop);
  } finally {
    thread.unref();
  }
}

/** Tesseract's own simplest format: a head, then the bytes. */
const toPgm = ({ width, height, data }: GrayImage) => Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), data]);

/** Places are those of the image that Tesseract straightened; this turns them back around the middle. */
function turnBack({ x0, y0, x1, y1 }: TesseractWord['bbox'], radians: number, { width, height }: GrayImage): Box {
  const [cos, sin] = [Math.cos(-radians), Math.sin(-radians)];
  const [dx, dy] = [(x0 + x1) / 2 - width / 2, (y0 + y1) / 2 - height / 2];
  const [middleX, middleY] = [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
  return { x: middleX - (x1 - x0) / 2, y: middleY - (y1 - y0) / 2, width: x1 - x0, height: y1 - y0 };
}

function toText({ blocks, rotateRadians }: Recognition, image: GrayImage): RecognisedText {
  const toWord = ({ text, confidence, bbox }: TesseractWord): RecognisedWord => ({
    text,
    confidence,
    box: turnBack(bbox, rotateRadians ?? 0, image),
  });
  const lines = blocks.flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines));
  return {
    lines: lines.map(({ words }) => words.filter(({ text }) => text.trim() !== '').map(toWord)).filter((words) => words.length > 0),
  };
}

/** Letters that are rather right than wrong, weighed by how sure they are. */
export const scoreOf = ({ lines }: RecognisedText): number =>
  lines.flat().reduce((sum, { confidence, text }) => sum + (confidence - EVEN_ODDS) * text.length, 0);

/**
 * Recognises the words on an image, which is read in two page modes, and straightened; the better reading is kept.
 * @throws what `signal` was aborted with
 */
export async function recogniseText(image: GrayImage, signal: AbortSignal): Promise<RecognisedText> {
  const turn = queue.then(() =>
    withWorker(signal, async (worker) => {
      const pgm = toPgm(image);
      const readings: RecognisedText[] = [];
      for (const mode of PAGE_MODES) {
        await worker.setParameters({ tessedit_pageseg_mode: mode as never });
        const { data } = await worker.recognize(pgm, { rotateAuto: true }, { blocks: true, text: false });
        readings.push(toText(data as unknown as Recognition, image));
      }
      return readings.reduce((best, reading) => (scoreOf(reading) > scoreOf(best) ? reading : best));
    }),
  );
  queue = turn.catch(() => {});
  // One that waits for its turn does not wait to be aborted.
  return untilAborted(signal, turn);
}
