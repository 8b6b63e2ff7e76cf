import type { DateReading, NumberReading, PrintedSpan, TimeReading } from '../normalise/index.js';
import { isSameNumber } from './conversions.js';
import { takesValue } from './leaf-schema.js';
import type { TextIndex } from './text-index.js';
import type { Leaf } from './types.js';

/** Another value that the text offers for a leaf. */
export interface Candidate extends PrintedSpan {
  readonly value: string | number;
  /** read from the same print as the leaf's value, in its other way */
  readonly isSamePrint: boolean;
}

const spanOf = ({ printed, start, end }: PrintedSpan): PrintedSpan => ({ printed, start, end });

/** Values of the leaf's kind that the text prints, beside the leaf's own: first the other readings of its own print, then the other prints in order. */
export function findCandidates(index: TextIndex, leaf: Leaf, place: { readonly start?: number }): Candidate[] {
  const { value } = leaf;
  const all = typeof value === 'number' ? numbers(index, value) : typeof value === 'string' ? moments(index, value) : [];
  const offered = all.flatMap(({ span, values }) =>
    values.map((each) => ({ value: each, ...span, isSamePrint: span.start === place.start })),
  );
  const isOther = (candidate: Candidate) =>
    typeof value === 'number' ? !isSameNumber(candidate.value as number, value) : candidate.value !== value;
  const others = offered.filter((candidate) => isOther(candidate) && takesValue(leaf.schema, candidate.value));
  return others.sort((a, b) => Number(b.isSamePrint) - Number(a.isSamePrint));
}

interface Offer {
  readonly span: PrintedSpan;
  readonly values: readonly (string | number)[];
}

const numbers = (index: TextIndex, value: number): Offer[] =>
  index.numbers
    .filter((reading: NumberReading) => !reading.isFragment)
    .map((reading) => {
      // A share stays a share: 0.19 is one of 19 %.
      const isShare = reading.kind === 'percent' && Math.abs(value) <= 1;
      return { span: spanOf(reading), values: [reading.value, ...reading.alternatives, ...(isShare ? [reading.value / 100] : [])] };
    });

function moments(index: TextIndex, value: string): Offer[] {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) {
    const days = index.dates.filter((reading: DateReading) => reading.precision === 'day');
    return days.map((reading) => ({ span: spanOf(reading), values: [reading.value, ...reading.alternatives] }));
  }
  if (/^\d\d:\d\d/.test(value)) {
    const inStyle = (time: string) => time.slice(0, 5) + value.slice(5);
    return index.times.map((reading: TimeReading) => ({
      span: spanOf(reading),
      values: [reading.value, ...reading.alternatives].map(inStyle),
    }));
  }
  return [];
}
