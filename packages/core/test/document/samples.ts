import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DocumentType } from '../../src/document/types.js';

/** A file that another program made, with the words that a reader of it should find. */
export interface Sample {
  readonly file: string;
  readonly type: DocumentType;
  /** name of the file in expected/ */
  readonly expected: string;
  readonly madeBy: string;
  /** least share of right words; below 1 only where words are recognised on an image */
  readonly leastAccuracy: number;
}

export const samples: readonly Sample[] = [
  { file: 'letter-libreoffice.pdf', type: 'pdf', expected: 'letter', madeBy: 'LibreOffice', leastAccuracy: 1 },
  { file: 'letter-turned.pdf', type: 'pdf', expected: 'letter', madeBy: 'LibreOffice, turned by qpdf', leastAccuracy: 1 },
  { file: 'letter-restricted.pdf', type: 'pdf', expected: 'letter', madeBy: 'LibreOffice, restricted by qpdf', leastAccuracy: 1 },
  { file: 'invoice-chromium.pdf', type: 'pdf', expected: 'invoice', madeBy: 'Chromium, print to PDF', leastAccuracy: 1 },
  { file: 'article-chromium.pdf', type: 'pdf', expected: 'article', madeBy: 'Chromium, two columns', leastAccuracy: 1 },
  { file: 'form-libreoffice.pdf', type: 'pdf', expected: 'form', madeBy: 'LibreOffice, form', leastAccuracy: 1 },
  { file: 'letter-scanned.pdf', type: 'pdf', expected: 'letter', madeBy: 'ImageMagick scan in a PDF by Chromium', leastAccuracy: 0.95 },
  { file: 'letter-libreoffice.docx', type: 'docx', expected: 'letter-docx', madeBy: 'LibreOffice', leastAccuracy: 1 },
  { file: 'report-pandoc.docx', type: 'docx', expected: 'report', madeBy: 'pandoc', leastAccuracy: 1 },
  { file: 'report-pandoc.html', type: 'html', expected: 'report', madeBy: 'pandoc', leastAccuracy: 1 },
  { file: 'orders-libreoffice.xlsx', type: 'xlsx', expected: 'orders', madeBy: 'LibreOffice', leastAccuracy: 1 },
  { file: 'orders-libreoffice.ods', type: 'ods', expected: 'orders', madeBy: 'LibreOffice', leastAccuracy: 1 },
  { file: 'mail-python.eml', type: 'eml', expected: 'mail', madeBy: "Python's email package", leastAccuracy: 1 },
  { file: 'invoice-noise.jpg', type: 'jpeg', expected: 'invoice-by-rows', madeBy: 'ImageMagick: noise, tilt', leastAccuracy: 0.9 },
  { file: 'letter-tilt.png', type: 'png', expected: 'letter', madeBy: 'ImageMagick: tilt, few grays', leastAccuracy: 0.95 },
  { file: 'letter-shadow.webp', type: 'webp', expected: 'letter', madeBy: 'ImageMagick: shadow, noise, tilt', leastAccuracy: 0.95 },
  { file: 'receipt-small.jpg', type: 'jpeg', expected: 'receipt', madeBy: 'ImageMagick: small, noise, tilt', leastAccuracy: 0.95 },
  { file: 'two-pages.tiff', type: 'tiff', expected: 'two-pages', madeBy: 'ImageMagick: fax compression', leastAccuracy: 0.9 },
];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export const readFixture = (file: string): Uint8Array => readFileSync(here(`fixtures/${file}`));
export const readExpected = (name: string): string => readFileSync(here(`expected/${name}.txt`), 'utf8');
