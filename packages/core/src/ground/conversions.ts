import type { NumberReading } from '../normalise/index.js';

/** Symbol of a printed unit → what one of it makes in other units that a schema may ask for. */
const FACTORS: Readonly<Record<string, readonly number[]>> = {
  s: [1000, 1 / 60],
  ms: [1 / 1000],
  min: [60, 60_000, 1 / 60],
  h: [60, 3600, 3_600_000, 1 / 24],
  d: [24, 1440, 86_400, 1 / 7],
  wk: [7, 168],
  mo: [30, 1 / 12],
  a: [12, 52, 365],
  km: [1000],
  m: [100, 1000, 1 / 1000],
  cm: [10, 1 / 100],
  mm: [1 / 10, 1 / 1000],
  kg: [1000],
  g: [1000, 1 / 1000],
  mg: [1 / 1000],
  t: [1000],
  L: [1000],
  mL: [1 / 1000],
  kB: [1000, 1024],
  MB: [1000, 1024, 1e6, 1024 ** 2],
  GB: [1000, 1024, 1e9, 1024 ** 3],
  TB: [1000, 1024, 1e12, 1024 ** 4],
  kHz: [1000],
  MHz: [1000, 1e6],
  GHz: [1000, 1e9],
  kW: [1000],
  MW: [1000],
  cent: [1 / 100],
};

/** Equal up to the last bits of a division: 2/3 and 0.6666666666666666. */
export const isSameNumber = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));

/**
 * Whether a number is the printed one in another unit, which a schema may well ask for: 120 minutes for "2 hours", a share for "19 %", millions
 * for "1.2 billion" where the schema says "in millions".
 * @param scales - powers of ten that the schema names
 */
export function isConverted(value: number, reading: NumberReading, scales: readonly number[]): boolean {
  if (reading.kind === 'percent' && isSameNumber(reading.value / 100, value)) return true;
  if (scales.some((scale) => isSameNumber(reading.value / scale, value))) return true;
  const factors = reading.unit === undefined || !Object.hasOwn(FACTORS, reading.unit) ? [] : FACTORS[reading.unit]!;
  return factors.some((factor) => isSameNumber(reading.value * factor, value));
}
