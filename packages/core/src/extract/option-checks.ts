import { RequestError } from '../errors/index.js';
import type { Rule } from '../ground/index.js';

/** The error of an option that is out of its range. */
export function wrong(option: string, wanted: string, actual: unknown): RequestError {
  return new RequestError('invalid_request', `option ${option} must be ${wanted}`, {
    details: { option, wanted, actual: typeof actual === 'function' ? 'function' : actual },
  });
}

/** @throws {RequestError} `invalid_request` */
export function assertNumber(option: string, value: number | undefined, low: number, high: number, isInteger: boolean): void {
  if (value === undefined) return;
  const fits = typeof value === 'number' && value >= low && value <= high && (!isInteger || Number.isInteger(value));
  if (!fits) throw wrong(option, `${isInteger ? 'an integer' : 'a number'} from ${low} to ${high}`, value);
}

/** true for a day of the calendar, written `YYYY-MM-DD` */
export function isRealDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

const isPattern = (value: unknown): boolean => typeof value === 'string' && value.startsWith('/');
const hasOnly = (value: object, keys: readonly string[]): boolean => Object.keys(value).every((key) => keys.includes(key));

/** Whether a value is a rule across fields, with nothing in it that would be ignored. */
export function isRule(value: unknown): value is Rule {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if ('sum' in value) {
    const { sum, equals, tolerance = 0 } = value as { sum: unknown; equals?: unknown; tolerance?: unknown };
    const isTolerance = typeof tolerance === 'number' && tolerance >= 0 && Number.isFinite(tolerance);
    return (
      hasOnly(value, ['sum', 'equals', 'tolerance']) &&
      Array.isArray(sum) &&
      sum.length > 0 &&
      sum.every(isPattern) &&
      isPattern(equals) &&
      isTolerance
    );
  }
  const { before } = value as { before?: unknown };
  return hasOnly(value, ['before']) && Array.isArray(before) && before.length === 2 && before.every(isPattern);
}
