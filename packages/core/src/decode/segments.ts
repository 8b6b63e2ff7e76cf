import type { JsonCursor } from '../json/json-cursor.js';

/** A piece of the answer that is tokenized by itself. */
export interface Segment {
  readonly text: string;
  /** what the piece is: content of a string, its closing quote, a number or literal, or everything between values */
  readonly kind: 'content' | 'close' | 'scalar' | 'structure';
}

const encoder = new TextEncoder();

/**
 * Cuts forced text where the embedded model was trained to see token borders: the content of a string value, its closing quote, and each
 * number or literal stand alone; braces, keys, colons and the opening quote of a value are one run.
 * @param cursor - where the text begins; not changed
 */
export function cutIntoSegments(text: string, cursor: JsonCursor): Segment[] {
  const segments: Segment[] = [];
  const walker = cursor.clone();
  let current = '';
  let kind: Segment['kind'] | undefined;
  const flush = () => {
    if (current !== '' && kind) segments.push({ text: current, kind });
    current = '';
  };
  for (const character of text) {
    const before = walker.place;
    walker.feed(encoder.encode(character));
    const next = kindOf(before, walker.place);
    if (next !== kind || next === 'close') flush();
    kind = next;
    current += character;
  }
  flush();
  return segments;
}

function kindOf(before: JsonCursor['place'], after: JsonCursor['place']): Segment['kind'] {
  if (before === 'string') return after === 'string' ? 'content' : 'close';
  if (after === 'number' || after === 'literal') return 'scalar';
  return 'structure';
}
