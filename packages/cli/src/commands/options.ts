import { InvalidArgumentError } from 'commander';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly jsonErrors?: boolean;
}

const toNumber = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

export function parseTemperature(text: string): number {
  const value = toNumber(text);
  if (!(value >= 0 && value <= 2)) throw new InvalidArgumentError('It must be a number from 0 to 2.');
  return value;
}

export function parseSeed(text: string): number {
  const value = toNumber(text);
  if (!(Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff))
    throw new InvalidArgumentError('It must be a whole number from 0 to 4294967295.');
  return value;
}

/** Seconds on the command line, milliseconds inside. */
export function parseTimeoutMs(text: string): number {
  const ms = Math.round(toNumber(text) * 1000);
  // A longer timer would fire at once: Node keeps the delay in 31 bits.
  if (!(ms >= 1 && ms <= 2 ** 31 - 1)) throw new InvalidArgumentError('It must be a number of seconds above 0.');
  return ms;
}

/** A count, or all there is. */
export function parseLimit(text: string): number {
  if (text === 'all') return Number.POSITIVE_INFINITY;
  return parseCount(text, 'It must be a whole number above 0, or "all".');
}

export function parseCount(text: string, complaint = 'It must be a whole number above 0.'): number {
  const value = toNumber(text);
  if (!(Number.isSafeInteger(value) && value >= 1)) throw new InvalidArgumentError(complaint);
  return value;
}

export function parsePrecision(text: string): number {
  const value = toNumber(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('It must be a number above 0, at most 1.');
  return value;
}

export function parseProbability(text: string): number {
  const value = toNumber(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

export function parseDay(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  if (!isDay) throw new InvalidArgumentError('It must be a day, written YYYY-MM-DD.');
  return text;
}
