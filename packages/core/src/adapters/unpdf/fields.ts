import type { TextItem } from '../../document/page-text.js';
import { RUNS } from '../../document/text-map.js';

/** The members of a pdf.js annotation that are called. */
export interface Annotation {
  readonly subtype: string;
  readonly rect: readonly [number, number, number, number];
  readonly hidden?: boolean;
  readonly annotationFlags?: number;
  readonly fieldType?: 'Tx' | 'Ch' | 'Btn' | 'Sig';
  readonly fieldValue?: string | readonly string[] | null;
  readonly options?: readonly { readonly exportValue: string; readonly displayValue: string }[];
  readonly password?: boolean;
  readonly checkBox?: boolean;
  readonly radioButton?: boolean;
  readonly exportValue?: string;
  readonly buttonValue?: string | null;
  readonly contentsObj?: { readonly str: string };
}

/** Table 165 of ISO 32000-1: not shown on the screen. */
const HIDDEN = 1 << 1;
const NO_VIEW = 1 << 5;

function shownValue(field: Annotation): string {
  const { fieldValue, fieldType, options = [] } = field;
  if (field.checkBox) return fieldValue && fieldValue !== 'Off' ? '[x]' : '[ ]';
  if (field.radioButton) return fieldValue && fieldValue === field.buttonValue ? '[x]' : '[ ]';
  if (field.password || !fieldValue || fieldType === 'Btn' || fieldType === 'Sig') return '';
  const values = typeof fieldValue === 'string' ? [fieldValue] : fieldValue;
  return values.map((value) => options.find(({ exportValue }) => exportValue === value)?.displayValue ?? value).join(', ');
}

/** What was filled into a form, or written over the page with a PDF viewer: neither is among the page's own text. */
export function readField(annotation: Annotation, [a, b, c, d, e, f]: readonly number[]): TextItem | undefined {
  const { subtype, rect, hidden, annotationFlags = 0 } = annotation;
  if (hidden || (annotationFlags & (HIDDEN | NO_VIEW)) !== 0) return undefined;
  const value = subtype === 'Widget' ? shownValue(annotation) : subtype === 'FreeText' ? (annotation.contentsObj?.str ?? '') : '';
  if (value.trim() === '') return undefined;
  const corner = (x: number, y: number) => [a! * x + c! * y + e!, b! * x + d! * y + f!] as const;
  const [[x1, y1], [x2, y2]] = [corner(rect[0], rect[1]), corner(rect[2], rect[3])];
  const box = { x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) };
  const run = a === 0 ? (b! > 0 ? RUNS.down : RUNS.up) : a! > 0 ? RUNS.right : RUNS.left;
  return { text: value.replaceAll(/\r\n?/g, '\n'), box, run, isField: true };
}
