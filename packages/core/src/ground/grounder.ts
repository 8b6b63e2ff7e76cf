import { typesOf } from './asked.js';
import { findCandidates } from './candidates.js';
import { isSameNumber } from './conversions.js';
import { fillDate, groundDate, groundDateTime } from './ground-date.js';
import { fillNumber, groundNumber } from './ground-number.js';
import { fillTime, groundTime } from './ground-time.js';
import { groundBoolean, groundWords } from './ground-words.js';
import { TextIndex } from './text-index.js';
import type { GroundedValue, Grounder, GroundOptions, Leaf } from './types.js';

/**
 * Prepares a text for grounding: numbers, dates, times and words are found once, in time linear in the text, however many leaves are
 * asked for. Use it for leaves that were written normalised; verbatim strings have their place already.
 */
export function createGrounder(text: string, options: GroundOptions = {}): Grounder {
  const index = new TextIndex(text, options);
  return {
    ground: (leaf) => groundLeaf(index, leaf),
    isPrinted: (leaf) => isPrinted(index, leaf),
    candidates: (leaf, place) => findCandidates(index, leaf, place),
  };
}

/** Grounds one leaf; for several leaves of a text, {@link createGrounder} reads it only once. */
export function groundValue(text: string, leaf: Leaf, options: GroundOptions = {}): GroundedValue | undefined {
  return createGrounder(text, options).ground(leaf);
}

function groundLeaf(index: TextIndex, leaf: Leaf): GroundedValue | undefined {
  const { value, schema } = leaf;
  switch (typeof value) {
    case 'number':
      return groundNumber(index, value, leaf);
    case 'boolean':
      return groundBoolean(index, value, leaf);
    case 'string':
      return groundString(index, value, schema.format, leaf);
    default:
      return fillIn(index, leaf);
  }
}

/** The first rank of `groundNumber`, `groundDate`, `groundDateTime` and `groundTime`: no other place of the text changes such a value. */
function isPrinted(index: TextIndex, { value, schema }: Pick<Leaf, 'value' | 'schema'>): boolean {
  if (typeof value === 'number') return index.numbers.some((reading) => !reading.isFragment && isSameNumber(reading.value, value));
  if (typeof value !== 'string') return false;
  switch (schema.format) {
    case 'date':
      return index.dates.some((reading) => reading.value === value);
    case 'date-time':
      return index.dateTimes.some((reading) => reading.value.slice(0, 16) === value.slice(0, 16).replace(' ', 'T'));
    case 'time':
      return index.times.some((reading) => reading.value.slice(0, 5) === value.slice(0, 5));
    default:
      return false;
  }
}

/** Null becomes a value only where the schema asks for one thing of one kind, and the text prints exactly one of it. */
function fillIn(index: TextIndex, leaf: Leaf): GroundedValue | undefined {
  if (!leaf.isOnlyLeaf) return undefined;
  const { schema } = leaf;
  if (schema.format === 'date') return fillDate(index, leaf);
  if (schema.format === 'time') return fillTime(index, leaf);
  return typesOf(schema).some((type) => type === 'number' || type === 'integer') ? fillNumber(index, leaf) : undefined;
}

function groundString(index: TextIndex, value: string, format: unknown, leaf: Leaf): GroundedValue | undefined {
  switch (format) {
    case 'date':
      return groundDate(index, value, leaf) ?? groundWords(index, value, leaf);
    case 'date-time':
      return groundDateTime(index, value, leaf);
    case 'time':
      return groundTime(index, value, leaf);
    default:
      return groundWords(index, value, leaf) ?? groundByShape(index, value, leaf);
  }
}

/** Many schemas leave the format out: a string that looks like a date or time is grounded as one. */
function groundByShape(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  return groundDate(index, value, leaf) ?? groundDateTime(index, value, leaf) ?? groundTime(index, value, leaf);
}
