import type { DateReading, DateTimeReading } from '../normalise/index.js';
import { readAsked } from './asked.js';
import { choosePlace } from './choose-place.js';
import { groundTime } from './ground-time.js';
import type { TextIndex } from './text-index.js';
import type { Doubt, GroundedValue, Leaf } from './types.js';

const toGrounded = (
  { printed, start, end }: DateReading | DateTimeReading,
  value: string,
  agrees: boolean,
  doubt?: Doubt | false,
): GroundedValue => ({ value, printed, start, end, agrees, ...(doubt && { doubt }) });

/** The order of day and month is proved by the text itself or by the caller, not by habit. */
const isOrderProved = (index: TextIndex): boolean => ['option', 'numbers', 'weekday'].includes(index.dateOrder.evidence);

const isDay = (reading: DateReading): boolean => reading.precision === 'day';
const hasFourDigits = (printed: string): boolean => /\d{4}/.test(printed);

/** The year stands somewhere in the text: a heading may give it for all dates below. */
const isYearPrinted = (index: TextIndex, year: string): boolean =>
  index.tokensByText.has(year) || index.dates.some((reading) => reading.value.startsWith(`${year}-`));

interface Rank {
  readonly fits: (reading: DateReading) => boolean;
  /** what is made of a reading that fits; `undefined`: the model's value stands */
  readonly settle?: (reading: DateReading) => { readonly value?: string; readonly doubt?: Doubt };
}

/**
 * What a print may have to do with a date, the nearest first: the same day; day and month swapped, where the print wins if the text or
 * the caller proves their order, and is in doubt otherwise; the same day and month without a year, in doubt unless the year stands elsewhere;
 * with two digits of another year; the month or year that holds it.
 */
function ranksOf(index: TextIndex, value: string): Rank[] {
  const monthDay = value.slice(4);
  const year = value.slice(0, 4);
  const noYear = isYearPrinted(index, year) ? {} : { doubt: 'year' as const };
  const isProved = isOrderProved(index);
  return [
    { fits: (reading) => reading.value === value },
    {
      fits: (reading) => reading.alternatives.includes(value),
      // Without proof two habits stand against each other: the usual order of such texts, and the model's.
      settle: (reading) => (!isDay(reading) || reading.isRelative ? {} : isProved ? { value: reading.value } : { doubt: 'order' }),
    },
    { fits: (reading) => reading.value === `-${monthDay}`, settle: () => noYear },
    { fits: (reading) => reading.alternatives.includes(`-${monthDay}`), settle: () => noYear },
    {
      fits: (reading) => isDay(reading) && reading.value.slice(4) === monthDay && !hasFourDigits(reading.printed),
      settle: (reading) => (reading.value.slice(2, 4) === year.slice(2) ? {} : { value: reading.value }),
    },
    { fits: (reading) => reading.precision === 'month' && value.startsWith(reading.value) },
    { fits: (reading) => reading.precision === 'year' && value.startsWith(reading.value) },
  ];
}

/** Where a date is printed, and which date that is. */
export function groundDate(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const only = fillDate(index, leaf);
  if (only?.value === value) return { ...only, agrees: true, isOnly: true };
  for (const { fits, settle } of ranksOf(index, value)) {
    const place = choosePlace(index, index.dates.filter(fits), leaf);
    if (place === undefined) continue;
    const settled = settle?.(place) ?? {};
    return toGrounded(place, settled.value ?? value, settled.value === undefined, settled.doubt);
  }
  return leaf.schema.format === undefined ? undefined : (groundCopiedDate(index, value, leaf) ?? groundOnlyDate(index, leaf));
}

/** Year, month and day that two dates share. */
const sharedParts = (a: string, b: string): number =>
  Number(a.slice(0, 4) === b.slice(0, 4)) + Number(a.slice(5, 7) === b.slice(5, 7)) + Number(a.slice(8) === b.slice(8));

/** A date that is printed nowhere, and shares two of its three parts with dates of one value only, is a bad copy of that. */
function groundCopiedDate(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  const near = index.dates.filter((reading) => isDay(reading) && reading.value.length === 10 && sharedParts(reading.value, value) === 2);
  if (new Set(near.map((reading) => reading.value)).size !== 1) return undefined;
  const place = choosePlace(index, near, leaf);
  return place && toGrounded(place, place.value, false);
}

/** The only date of the text, for the only date of the schema; a date that only the day of writing would tell is in doubt. */
function groundOnlyDate(index: TextIndex, leaf: Leaf): GroundedValue | undefined {
  if (!leaf.isOnlyOfKind) return undefined;
  const [first, ...others] = index.dates;
  if (first !== undefined) {
    const isOnly = isDay(first) && others.every((reading) => reading.value === first.value);
    return isOnly ? toGrounded(first, first.value, false) : undefined;
  }
  const [relative] = index.relativeDates;
  return relative && toGrounded(relative, relative.value, true, 'relative');
}

/** Fills a null in where the schema asks for nothing but "the date in this text", and that prints exactly one. */
export function fillDate(index: TextIndex, leaf: Leaf): GroundedValue | undefined {
  if (!leaf.isOnlyLeaf || !readAsked(leaf).isAnyOfItsKind) return undefined;
  const found = groundOnlyDate(index, { ...leaf, isOnlyOfKind: true });
  return found?.doubt ? undefined : found;
}

const LOCAL_PART = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * Where a date-time is printed: date and time beside each other; else the date alone where the model's time is midnight, else the
 * date whose time stands elsewhere. An offset that is not printed does not count against the value.
 */
export function groundDateTime(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  const match = LOCAL_PART.exec(value);
  if (match === null) return undefined;
  const local = `${match[1]}T${match[2]}`;
  const isSame = (candidate: string) => candidate.startsWith(local);
  const exact = choosePlace(
    index,
    index.dateTimes.filter((reading) => isSame(reading.value)),
    leaf,
  );
  if (exact !== undefined) return toGrounded(exact, value, true);
  const other = choosePlace(
    index,
    index.dateTimes.filter((reading) => reading.alternatives.some(isSame)),
    leaf,
  );
  if (other !== undefined) {
    const isSwapped = other.value.slice(0, 10) !== match[1];
    const printedWins = isSwapped && isOrderProved(index);
    return toGrounded(
      other,
      printedWins ? other.value.slice(0, 10) + value.slice(10) : value,
      !printedWins,
      isSwapped && !printedWins && 'order',
    );
  }
  return groundParts(index, match[1]!, match[2]! + (match[3] ?? ''), match[4] ?? '', leaf);
}

/** Date and time by themselves: the place is that of the date. */
function groundParts(index: TextIndex, day: string, clock: string, offset: string, leaf: Leaf): GroundedValue | undefined {
  const date = groundDate(index, day, leaf);
  if (date === undefined) return undefined;
  const time = groundTime(index, clock, { ...leaf, anchors: [date.start] });
  const value = `${date.value}T${time?.value ?? clock}${offset}`;
  return { ...date, value, agrees: date.agrees && time?.agrees !== false };
}
