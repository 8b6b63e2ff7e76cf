/** A day of the proleptic Gregorian calendar. */
export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY_MS = 86_400_000;
const pad = (value: number, length: number) => String(value).padStart(length, '0');

/** true for a day that exists, in the years 1 to 9999 */
export function isCalendarDate({ year, month, day }: CalendarDate): boolean {
  if (!Number.isInteger(day) || !Number.isInteger(year)) return false;
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return false;
  return day <= 28 || day <= daysInMonth(year, month);
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** `YYYY-MM-DD` */
export const formatDate = ({ year, month, day }: CalendarDate): string => `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;

/** @returns the date of `YYYY-MM-DD` (a time behind it is cut off), or undefined where it is none */
export function parseDate(iso: string): CalendarDate | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:$|T)/.exec(iso);
  if (match === null) return undefined;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  return isCalendarDate(date) ? date : undefined;
}

const toDays = ({ year, month, day }: CalendarDate): number => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / DAY_MS);
};

const fromDays = (days: number): CalendarDate => {
  const date = new Date(days * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

export const addDays = (date: CalendarDate, days: number): CalendarDate => fromDays(toDays(date) + days);

/** Adds months; a day that the month does not have becomes its last: 31 January + 1 month → 28 or 29 February. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const index = date.year * 12 + date.month - 1 + months;
  const year = Math.floor(index / 12);
  const month = (((index % 12) + 12) % 12) + 1;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}

/** 0 Monday … 6 Sunday */
export const weekdayOf = (date: CalendarDate): number => (((toDays(date) + 3) % 7) + 7) % 7;

/** A two-digit year is of this century up to 68 and of the last from 69 on, as POSIX has it. */
export const fullYear = (digits: string): number => {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= 68 ? 2000 + year : 1900 + year;
};

/** The day and month in the year that brings them nearest to a reference; 29 February takes the nearest leap year. */
export function nearestYear(month: number, day: number, reference: CalendarDate): CalendarDate | undefined {
  let best: CalendarDate | undefined;
  const target = toDays(reference);
  for (let year = reference.year - 8; year <= reference.year + 8; year++) {
    const date = { year, month, day };
    if (!isCalendarDate(date)) continue;
    if (best === undefined || Math.abs(toDays(date) - target) < Math.abs(toDays(best) - target)) best = date;
  }
  return best;
}
