import type { ColourImage, GrayImage } from '../../document/page-text.js';
import { overLimit } from '../../document/unreadable.js';
import { loadOptionalDependency } from '../optional-dependency.js';

/** What scanners mostly write; more costs time and gains no words. */
const DOTS_PER_INCH = 200;
const POINTS_PER_INCH = 72;

/** Pages of a PDF as images. */
export interface PageImages {
  readonly pageCount: number;
  /** @param index - from 0 @throws {DocumentError} `unreadable_document` where the page has more pixels than `maxPixels` */
  render(index: number, maxPixels: number): Promise<GrayImage>;
  /**
   * The page as people see it.
   * @param maxSide - pixels of the longer side, at most; small pages stay smaller
   */
  renderInColour(index: number, maxSide: number): Promise<ColourImage>;
  dispose(): void;
}

export async function openPageImages(bytes: Uint8Array): Promise<PageImages> {
  const { PDFiumLibrary } = await loadOptionalDependency('@hyzyla/pdfium', 'images of PDF pages', () => import('@hyzyla/pdfium'));
  const library = await PDFiumLibrary.init();
  const pdf = await library.loadDocument(bytes);
  return {
    pageCount: pdf.getPageCount(),
    async render(index, maxPixels) {
      const page = pdf.getPage(index);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const scale = DOTS_PER_INCH / POINTS_PER_INCH;
      const pixels = Math.ceil(originalWidth * scale) * Math.ceil(originalHeight * scale);
      if (pixels > maxPixels)
        throw overLimit('maxPixels', maxPixels, pixels, `has a scanned page of ${pixels} pixels at ${DOTS_PER_INCH} dpi`);
      const { width, height, data } = await page.render({
        scale,
        colorSpace: 'Gray',
        render: async ({ data: gray }) => gray,
        renderFormFields: true,
      });
      return { width, height, data: data.slice() };
    },
    async renderInColour(index, maxSide) {
      const page = pdf.getPage(index);
      const { originalWidth, originalHeight } = page.getOriginalSize();
      const scale = Math.min(DOTS_PER_INCH / POINTS_PER_INCH, maxSide / Math.max(originalWidth, originalHeight, 1));
      const { width, height, data } = await page.render({ scale, render: async ({ data: colours }) => colours, renderFormFields: true });
      return { width, height, data: data.slice() };
    },
    dispose() {
      pdf.destroy();
      library.destroy();
    },
  };
}
