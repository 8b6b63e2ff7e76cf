import { libraries } from './libraries.js';
import { explainFailure } from './read-draft.js';
import type { PageImage, RenderSettings } from './render-options.js';
import type { DocumentType } from './types.js';
import { overLimit, unreadable } from './unreadable.js';

/** A document as something to look at. */
interface Picture {
  readonly pageCount: number;
  /** @param index - from 0 */
  encode(index: number): Promise<Omit<PageImage, 'number' | 'mediaType'>>;
  dispose(): void;
}

async function openPdf(bytes: Uint8Array, { maxSide }: RenderSettings): Promise<Picture> {
  const [{ openPageImages }, { encodeImage }] = await Promise.all([libraries.pageImages(), libraries.images()]);
  const pages = await openPageImages(bytes);
  return {
    pageCount: pages.pageCount,
    encode: async (index) => encodeImage(await pages.renderInColour(index, maxSide)),
    dispose: () => pages.dispose(),
  };
}

async function openImage(bytes: Uint8Array, { maxSide, limits }: RenderSettings): Promise<Picture> {
  const file = await (await libraries.images()).openImage(bytes, limits.maxPixels);
  return { pageCount: file.pageCount, encode: (index) => file.encode(index, maxSide), dispose: () => {} };
}

const openers: Partial<Record<DocumentType, typeof openPdf>> = {
  pdf: openPdf,
  png: openImage,
  jpeg: openImage,
  webp: openImage,
  tiff: openImage,
};

/** Whether documents of this kind have pages that can be shown. */
export const hasPageImages = (type: DocumentType): boolean => openers[type] !== undefined;

/** Makes images of pages on this thread. */
export async function renderDraft(
  bytes: Uint8Array,
  type: DocumentType,
  rendering: RenderSettings,
  signal: AbortSignal,
): Promise<readonly PageImage[]> {
  const { limits, pages } = rendering;
  const open = openers[type];
  if (open === undefined) throw unreadable('unsupported', `is ${type}, which has no pages to show`);
  try {
    const picture = await open(bytes, rendering);
    try {
      if (picture.pageCount > limits.maxPages)
        throw overLimit('maxPages', limits.maxPages, picture.pageCount, `has ${picture.pageCount} pages`);
      const images: PageImage[] = [];
      for (const number of pages ?? Array.from({ length: picture.pageCount }, (_, index) => index + 1)) {
        signal.throwIfAborted();
        if (number > picture.pageCount) throw unreadable('broken', `has no page ${number}, only ${picture.pageCount}`, { page: number });
        images.push({ number, mediaType: 'image/webp', ...(await picture.encode(number - 1)) });
      }
      return images;
    } finally {
      picture.dispose();
    }
  } catch (cause) {
    throw explainFailure(cause, type, signal);
  }
}
