import type { DateReading, DateTimeReading } from '../normalise/index.js';
import { choosePlace } from './choose-place.js';
import type { TextIndex } from './text-index.js';
import type { GroundedValue, Leaf } from './types.js';

const toGrounded = ({ printed, start, end }: DateReading | DateTimeReading, value: string, agrees: boolean): GroundedValue => ({
  value,
  printed,
  start,
  end,
  agrees,
});

/** The order of day and month is proved by the text itself or by the caller, not by habit. */
const isOrderProved = (index: TextIndex): boolean => ['option', 'numbers', 'weekday'].includes(index.dateOrder.evidence);

/**
 * Where a date is printed: the same day; day and month swapped, where the printed form wins if the text's other dates or a weekday prove
 * their order; the same day and month where no year, or only two digits of it, is printed; the month or year that holds it.
 */
export function groundDate(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (match === null) return undefined;
  const monthDay = value.slice(4);
  const groups: ((reading: DateReading) => boolean)[] = [
    (reading) => reading.value === value,
    (reading) => reading.alternatives.includes(value),
    (reading) => reading.value === `-${monthDay}`,
    (reading) => reading.alternatives.includes(`-${monthDay}`),
    (reading) => reading.precision === 'day' && reading.value.slice(4) === monthDay && !/\d{4}/.test(reading.printed),
    (reading) => reading.precision === 'month' && value.startsWith(reading.value),
    (reading) => reading.precision === 'year' && value.startsWith(reading.value),
  ];
  for (const [rank, fits] of groups.entries()) {
    const place = choosePlace(index, index.dates.filter(fits), leaf);
    if (place === undefined) continue;
    const printedWins = rank === 1 && place.precision === 'day' && !place.isRelative && isOrderProved(index);
    return toGrounded(place, printedWins ? place.value : value, !printedWins);
  }
  return undefined;
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
    return toGrounded(other, printedWins ? other.value.slice(0, 10) + value.slice(10) : value, !printedWins);
  }
  const date = groundDate(index, match[1]!, leaf);
  if (date === undefined) return undefined;
  return { ...date, value: `${date.value}${value.slice(10)}` };
}
