import type { Interval } from './statistics.js';

const NONE = '–';
const orNone = (value: number | undefined, write: (value: number) => string) =>
  value === undefined || Number.isNaN(value) ? NONE : write(value);

export const decimals = (value: number | undefined, digits: number): string => orNone(value, (number) => number.toFixed(digits));
export const percent = (share: number | undefined, digits = 1): string => orNone(share, (value) => `${(100 * value).toFixed(digits)} %`);
export const mebibytes = (bytes: number | undefined): string => orNone(bytes, (value) => `${Math.round(value / 2 ** 20)} MiB`);
export const duration = (ms: number): string =>
  orNone(ms, (value) => (value < 10_000 ? `${value.toFixed(0)} ms` : `${(value / 1000).toFixed(1)} s`));

/** A figure with its interval in brackets. */
export const withInterval = ({ value, low, high }: Interval, write: (value: number) => string): string =>
  Number.isNaN(value) ? NONE : `${write(value)} (${write(low)} to ${write(high)})`;
