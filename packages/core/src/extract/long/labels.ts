import { wordsOf } from '../../ground/index.js';
import { unescapePointerSegment } from '../../json/json-pointer.js';
import type { ExtractedField } from '../types.js';

/** A label is at most this long, with what stands between it and its value; in UTF-16 units. */
const LABEL_REACH = 60;

/** Whether a value stands right behind the words of its key, as in `Contract no: 17` for `/contract_no`. */
export function isLabelled(text: string, pointer: string, { start }: ExtractedField): boolean {
  const key = pointer.split('/').findLast((segment) => !/^\d*$/.test(segment));
  if (start === undefined || key === undefined) return false;
  const wanted = wordsOf(unescapePointerSegment(key));
  const before = text.slice(Math.max(0, start - LABEL_REACH), start);
  const line = before.slice(before.trimEnd().lastIndexOf('\n') + 1);
  if (wanted.length === 0 || !/(?:^|[\s\p{P}\p{S}])$/u.test(line)) return false;
  const words = wordsOf(line).slice(-wanted.length);
  return words.length === wanted.length && words.every((word, i) => word === wanted[i]);
}
