import type { PagedText, PageText, TextItem } from '../../document/page-text.js';
import { RUNS, type Run } from '../../document/text-map.js';
import type { Box } from '../../document/types.js';
import { unreadable } from '../../document/unreadable.js';
import { loadOptionalDependency } from '../optional-dependency.js';
import { type Annotation, readField } from './fields.js';

type Matrix = readonly [number, number, number, number, number, number];

/** The members of a pdf.js text item that are called; marked content has no `str`. */
interface PdfTextItem {
  readonly str?: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** What is known of a font without loading it. */
interface TextStyle {
  readonly vertical?: boolean;
  readonly fontFamily?: string;
}

/** How far letters reach above and below the line they stand on, in heights of the font. */
const ASCENT = 0.8;
const DESCENT = 0.2;

const multiply = (a: Matrix, b: readonly number[]): Matrix => [
  a[0] * b[0]! + a[2] * b[1]!,
  a[1] * b[0]! + a[3] * b[1]!,
  a[0] * b[2]! + a[2] * b[3]!,
  a[1] * b[2]! + a[3] * b[3]!,
  a[0] * b[4]! + a[2] * b[5]! + a[4],
  a[1] * b[4]! + a[3] * b[5]! + a[5],
];

function runOf(x: number, y: number): Run {
  if (Math.abs(x) >= Math.abs(y)) return x >= 0 ? RUNS.right : RUNS.left;
  return y >= 0 ? RUNS.down : RUNS.up;
}

function boxAround(points: readonly (readonly [number, number])[]): Box {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** @param toPage - from the coordinates of the PDF to the page as it is shown, y down */
function placeItem(item: PdfTextItem, toPage: Matrix, style: TextStyle | undefined): TextItem {
  const [a, b, c, d, x, y] = multiply(toPage, item.transform);
  const size = Math.hypot(c, d) || 1;
  if (style?.vertical) {
    const box = boxAround([[x - size / 2, y], [x + size / 2, y + item.height]]); // biome-ignore format: two corners
    return { text: item.str!, box, run: RUNS.down };
  }
  const length = Math.hypot(a, b) || 1;
  const along = [(a / length) * item.width, (b / length) * item.width] as const;
  const corner = (forward: number, up: number) => [x + forward * along[0] + up * c, y + forward * along[1] + up * d] as const;
  const box = boxAround([corner(0, -DESCENT), corner(0, ASCENT), corner(1, -DESCENT), corner(1, ASCENT)]);
  return { text: item.str!, box, run: runOf(a, b), isRightToLeft: item.dir === 'rtl', isMonospaced: style?.fontFamily === 'monospace' };
}

function explain(cause: unknown): Error {
  const { name, message } = cause as Error;
  return name === 'PasswordException'
    ? unreadable('encrypted', 'is a PDF that needs a password', {}, cause)
    : unreadable('broken', `is a damaged PDF: ${message}`, {}, cause);
}

/**
 * Opens a PDF.
 * @param bytes - copied: pdf.js takes what it is given for itself
 * @throws {DocumentError} `unreadable_document`: `encrypted` or `broken`
 */
export async function openPdf(bytes: Uint8Array): Promise<PagedText> {
  const { getDocumentProxy } = await loadOptionalDependency('unpdf', 'reading PDF', () => import('unpdf'));
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, stopAtErrors: false }).catch((cause: unknown) => {
    throw explain(cause);
  });
  return {
    pageCount: pdf.numPages,
    async readPage(index): Promise<PageText> {
      const page = await pdf.getPage(index + 1);
      const { width, height, transform } = page.getViewport({ scale: 1 });
      const toPage = transform as unknown as Matrix;
      const { items, styles } = await page.getTextContent();
      const texts = (items as unknown as PdfTextItem[]).filter(({ str }) => str !== undefined && str !== '');
      const annotations = (await page.getAnnotations()) as unknown as Annotation[];
      const fields = annotations.map((annotation) => readField(annotation, toPage)).filter((field) => field !== undefined);
      page.cleanup();
      const placed = texts.map((item) => placeItem(item, toPage, styles[item.fontName]));
      return { size: { width, height, unit: 'pt' }, items: [...placed, ...fields] };
    },
    dispose: async () => void (await pdf.loadingTask.destroy()),
  };
}
