import { DocumentBuilder } from '../document-builder.js';
import { writePageText } from '../layout/write-lines.js';
import { libraries } from '../libraries.js';
import type { PageText } from '../page-text.js';
import type { Reader, ReaderContext } from '../reader.js';
import { overLimit } from '../unreadable.js';
import { writeRecognisedText } from './recognise.js';

/** A page with fewer letters is a picture with a stamp or a page number on it. */
const LETTERS_OF_A_TEXT = 24;

const countLetters = ({ items }: PageText) => items.reduce((sum, { text }) => sum + text.replaceAll(/\s/g, '').length, 0);

function isToBeRecognised(page: PageText, { recognise }: ReaderContext): boolean {
  return recognise === 'always' || (recognise === 'auto' && countLetters(page) < LETTERS_OF_A_TEXT);
}

type PageImages = Awaited<ReturnType<Awaited<ReturnType<typeof libraries.pageImages>>['openPageImages']>>;

/** Opens the pages as images when the first of them is wanted. */
function lazyPageImages(bytes: Uint8Array) {
  let opened: Promise<PageImages> | undefined;
  return {
    open: () => {
      opened ??= libraries.pageImages().then(({ openPageImages }) => openPageImages(bytes));
      return opened;
    },
    dispose: async () => (await opened?.catch(() => undefined))?.dispose(),
  };
}

/** PDF: the text that pages draw, with the values of forms; pages without one are recognised from their image. */
export const readPdf: Reader = async (bytes, context) => {
  const { limits, signal } = context;
  const { openPdf } = await libraries.pdf();
  const pdf = await openPdf(bytes);
  const images = lazyPageImages(bytes);
  try {
    if (pdf.pageCount > limits.maxPages) throw overLimit('maxPages', limits.maxPages, pdf.pageCount, `has ${pdf.pageCount} pages`);
    const builder = new DocumentBuilder(limits);
    for (let index = 0; index < pdf.pageCount; index++) {
      signal.throwIfAborted();
      const page = await pdf.readPage(index);
      const image = isToBeRecognised(page, context) ? await (await images.open()).render(index, limits.maxPixels) : undefined;
      builder.startPage({ size: page.size, isRecognised: image !== undefined });
      // What little text a scanned page draws is part of its image as well, filled in values included.
      if (image) await writeRecognisedText(image, page.size.width / image.width, builder, signal);
      else writePageText(page, builder);
    }
    return builder.finish('pdf');
  } finally {
    await Promise.allSettled([pdf.dispose(), images.dispose()]);
  }
};
