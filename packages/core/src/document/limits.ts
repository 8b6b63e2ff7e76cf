import { RequestError } from '../errors/index.js';

/** What one document may cost. Going over a limit is an error, never a shortened text. */
export interface DocumentLimits {
  /** bytes of the file, and of each attachment. @default 67_108_864 (64 MiB) */
  readonly maxBytes: number;
  /** pages of a PDF or TIFF, sheets of a workbook. @default 1_000 */
  readonly maxPages: number;
  /** width × height of an image, or of a scanned page. @default 80_000_000 */
  readonly maxPixels: number;
  /** bytes that a zip container (DOCX, XLSX, ODS) expands to. @default 268_435_456 (256 MiB) */
  readonly maxExpandedBytes: number;
  /** how many times its packed size one part of 1 MiB or more may expand to. @default 250 */
  readonly maxExpansionRatio: number;
  /** parts of a zip container. @default 10_000 */
  readonly maxZipEntries: number;
  /** cells of the rectangle that a sheet fills. @default 5_000_000 */
  readonly maxCells: number;
  /** mails in mails, and parts in parts. @default 8 */
  readonly maxNesting: number;
  /** elements of a web page in each other. @default 1_000 */
  readonly maxElementDepth: number;
  /** attachments of a mail, with those of the mails in it. @default 100 */
  readonly maxAttachments: number;
  /** UTF-16 units of the text. @default 20_000_000 */
  readonly maxTextLength: number;
  /** milliseconds, attachments included; `timeout` after that. @default 120_000 */
  readonly timeoutMs: number;
  /** megabytes of JavaScript heap that reading may take. @default 1_024 */
  readonly maxHeapMegabytes: number;
}

export const defaultDocumentLimits: DocumentLimits = Object.freeze({
  maxBytes: 64 * 1024 * 1024,
  maxPages: 1000,
  maxPixels: 80_000_000,
  maxExpandedBytes: 256 * 1024 * 1024,
  maxExpansionRatio: 250,
  maxZipEntries: 10_000,
  maxCells: 5_000_000,
  maxNesting: 8,
  maxElementDepth: 1000,
  maxAttachments: 100,
  maxTextLength: 20_000_000,
  timeoutMs: 120_000,
  maxHeapMegabytes: 1024,
});

const LARGEST = 2 ** 31 - 1;

/** @throws {RequestError} `invalid_request` */
export function resolveDocumentLimits(limits: Partial<DocumentLimits> = {}): DocumentLimits {
  for (const [name, value] of Object.entries(limits)) {
    if (!(name in defaultDocumentLimits)) throw wrong(`limits.${name}`, `one of ${Object.keys(defaultDocumentLimits).join(', ')}`, name);
    if (value !== undefined && (!Number.isInteger(value) || value < 1 || value > LARGEST))
      throw wrong(`limits.${name}`, `an integer from 1 to ${LARGEST}`, value);
  }
  const given = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
  return Object.freeze({ ...defaultDocumentLimits, ...given });
}

export function wrong(option: string, wanted: string, actual: unknown): RequestError {
  return new RequestError('invalid_request', `option ${option} must be ${wanted}`, { details: { option, wanted, actual } });
}
