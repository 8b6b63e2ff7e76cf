/** `@maaza/core/document`: files of common kinds → text with places; each kind needs the package of its reader. */
export { type DocumentLimits, defaultDocumentLimits } from '../document/limits.js';
export type { ReadDocumentOptions } from '../document/options.js';
export { readDocument } from '../document/read-document.js';
export { hasPageImages } from '../document/render-draft.js';
export type { PageImage, RenderPagesOptions } from '../document/render-options.js';
export { renderPages } from '../document/render-pages.js';
export { TextMap, type TextPlace } from '../document/text-map.js';
export {
  type Attachment,
  type Box,
  type DocumentPage,
  type DocumentType,
  documentTypes,
  type MaazaDocument,
  type PageSize,
  type PageUnit,
} from '../document/types.js';
export type { UnreadableReason } from '../document/unreadable.js';
export { toByteOffsets, toCodePointOffsets } from '../ground/index.js';
