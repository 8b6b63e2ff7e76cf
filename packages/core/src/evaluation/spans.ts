import type { Extraction, JsonValue } from '../extract/types.js';
import { collapseSpace } from './json.js';
import type { EvaluationItem, Span, Verdict } from './types.js';

/** How many places are right. Counts add up over items. */
export interface SpanTally {
  /** leaves whose place is known */
  readonly known: number;
  /** … and at which the given value stands exactly there, whatever it says */
  readonly right: number;
  /** correct values whose place is known */
  readonly hits: number;
  /** … with exactly that place */
  readonly hitsRight: number;
  /** correct values that point to the same words at another place of the text: counted as not right */
  readonly hitsElsewhere: number;
}

/** Whether `text.slice(start, end) === printed` holds for what was given. */
export interface SliceTally {
  /** given values that have a place */
  readonly placed: number;
  /** JSON pointers of those whose place is not in the text or holds other words than `printed` */
  readonly broken: readonly string[];
}

const isPair = (spans: Span | readonly Span[]): spans is Span => typeof spans[0] === 'number';

/**
 * Places that are right for one expected value. A list may state the places of all its items at once; then those count whose words are the item's.
 */
export function knownSpans({ text, spans }: Pick<EvaluationItem, 'text' | 'spans'>, pointer: string, expected: JsonValue): readonly Span[] {
  if (spans === undefined) return [];
  const own = Object.hasOwn(spans, pointer) ? spans[pointer]! : undefined;
  if (own !== undefined) return isPair(own) ? [own] : own;
  const list = pointer.slice(0, pointer.lastIndexOf('/'));
  const shared = Object.hasOwn(spans, list) ? spans[list]! : [];
  if (isPair(shared) || typeof expected !== 'string') return [];
  return shared.filter(([start, end]) => collapseSpace(text.slice(start, end)) === collapseSpace(expected));
}

type Placed = Pick<Extraction, 'fields'>;

const fieldAt = ({ fields }: Placed, pointer: string) => (Object.hasOwn(fields, pointer) ? fields[pointer] : undefined);

/** true where the given value stands at one of the places that are known for the expected one */
export function isRightlyPlaced(
  item: EvaluationItem,
  extraction: Placed,
  pointer: string,
  expected: JsonValue,
  givenPointer: string,
): boolean {
  const field = fieldAt(extraction, givenPointer);
  return knownSpans(item, pointer, expected).some(([start, end]) => field?.start === start && field.end === end);
}

/** Counts right places over the leaves whose place is known. */
export function tallySpans(item: EvaluationItem, extraction: Placed | undefined, verdicts: readonly Verdict[]): SpanTally {
  const tally = { known: 0, right: 0, hits: 0, hitsRight: 0, hitsElsewhere: 0 };
  for (const { kind, pointer, givenPointer, expected } of verdicts) {
    if (expected === undefined || knownSpans(item, pointer, expected).length === 0) continue;
    const isRight = extraction !== undefined && isRightlyPlaced(item, extraction, pointer, expected, givenPointer!);
    tally.known++;
    if (isRight) tally.right++;
    if (kind !== 'hit') continue;
    tally.hits++;
    if (isRight) tally.hitsRight++;
    else if (saysTheSame(item, extraction!, givenPointer!, expected)) tally.hitsElsewhere++;
  }
  return tally;
}

function saysTheSame({ text }: EvaluationItem, extraction: Placed, givenPointer: string, expected: JsonValue): boolean {
  const field = fieldAt(extraction, givenPointer);
  return field?.start !== undefined && collapseSpace(text.slice(field.start, field.end)) === collapseSpace(String(expected));
}

/** Checks the slice equation of every field that has a place. */
export function checkSlices(text: string, { fields }: Placed): SliceTally {
  const placed = Object.entries(fields).filter(([, { start, end }]) => start !== undefined || end !== undefined);
  const broken = placed.filter(([, { start, end, printed }]) => {
    const isInside = Number.isInteger(start) && Number.isInteger(end) && start! >= 0 && start! < end! && end! <= text.length;
    return !isInside || text.slice(start, end) !== printed;
  });
  return { placed: placed.length, broken: broken.map(([pointer]) => pointer) };
}
