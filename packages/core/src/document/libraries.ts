/**
 * The foreign parsers, each loaded when the first document needs it. The only file of this folder that knows adapters: readers say what is
 * to be done, adapters how a library does it.
 */
export const libraries = {
  decodeLegacyText: async (bytes: Uint8Array) => (await import('../adapters/legacy-encodings/index.js')).decodeLegacyText(bytes),
  zip: () => import('../adapters/zip/index.js'),
  docx: () => import('../adapters/mammoth/index.js'),
  html: () => import('../adapters/html/index.js'),
  mail: () => import('../adapters/postal-mime/index.js'),
  workbook: () => import('../adapters/hucre/index.js'),
  pdf: () => import('../adapters/unpdf/index.js'),
  pageImages: () => import('../adapters/hyzyla-pdfium/index.js'),
  images: () => import('../adapters/sharp/index.js'),
  recognition: () => import('../adapters/tesseract-js/index.js'),
} as const;
