import type { Extraction } from '@maaza/core';
import type { MaazaDocument } from '@maaza/core/document';
import { abortedError } from '../errors/cli-error.js';
import type { PlacedField } from '../output/places.js';
import type { DocumentPictures } from './sheets.js';

/** Shown whether there is a value on them or not. */
const FEW_PAGES = 12;
/** Each takes some 100 kB of the page. */
const MOST_PAGES = 60;

/** Pages with a value, and others as long as there are few. */
function choosePages({ pages }: MaazaDocument, { fields }: Extraction): readonly number[] {
  const withValue = new Set(Object.values(fields).flatMap((field) => (field as PlacedField).places?.map(({ page }) => page) ?? []));
  const numbers = pages.map(({ number }) => number);
  const chosen = numbers.filter((number) => withValue.has(number)).slice(0, MOST_PAGES);
  const others = numbers.filter((number) => !withValue.has(number)).slice(0, Math.max(0, FEW_PAGES - chosen.length));
  return [...chosen, ...others].sort((a, b) => a - b);
}

/**
 * Images of the pages of a document. Without them the page of an extraction shows the text, so what keeps them from being made is a warning.
 * @returns undefined for a kind that has no pages to show
 * @throws {CliError} `aborted`
 */
export async function takePictures(
  document: MaazaDocument,
  bytes: Uint8Array,
  extraction: Extraction,
  signal: AbortSignal,
  warnAbout: (message: string) => void,
): Promise<DocumentPictures | undefined> {
  const { hasPageImages, renderPages } = await import('@maaza/core/document');
  if (!hasPageImages(document.type)) return undefined;
  try {
    const images = await renderPages(bytes, { pages: choosePages(document, extraction), signal });
    return { pages: document.pages, images };
  } catch (error) {
    if (signal.aborted) throw abortedError();
    warnAbout(`the page shows the text alone, because the pages cannot be shown: ${(error as Error).message}`);
    return undefined;
  }
}
