import type { DateTimeStyle } from './types.js';

const MONTH_DAY = '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:[0-9]{4}-${MONTH_DAY}|${LEAP_YEAR}-02-29)`;
const HOUR_MINUTE = '(?:[01][0-9]|2[0-3]):[0-5][0-9]';
const SECOND = ':[0-5][0-9]';
const ZONED_TIME = `${HOUR_MINUTE}${SECOND}(?:\\.[0-9]+)?(?:[Zz]|[+-]${HOUR_MINUTE})`;

/** Each format as a pattern; dates follow the calendar, leap years included. */
const RFC_3339: Readonly<Record<string, string>> = { date: DATE, time: ZONED_TIME, 'date-time': `${DATE}[Tt]${ZONED_TIME}` };

/** The short forms without seconds or zone that people write, and that small models write best. */
const LOCAL: Readonly<Record<string, string>> = { date: DATE, time: HOUR_MINUTE, 'date-time': `${DATE}T${HOUR_MINUTE}${SECOND}` };

/**
 * The pattern of a format.
 * @see JSON Schema Validation 2020-12, section 7.3; RFC 3339, section 5.6
 */
export function formatPattern(name: string, style: DateTimeStyle): string | undefined {
  const pattern = (style === 'local' ? LOCAL : RFC_3339)[name];
  return pattern === undefined ? undefined : `^${pattern}$`;
}
