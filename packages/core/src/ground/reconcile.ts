import type { NumberReading } from '../normalise/index.js';

/** Fewer digits prove nothing: 12 and 1.2 may be two facts. */
const FEWEST_DIGITS = 3;
/** Digits with grouping and decimal marks, a sign and nothing else: scales and words are no mis-copies. */
const PLAIN_NUMERAL = /^[(+\-−]?\d[\d.,'’·\s]*[)\-−]?$/u;

/**
 * The readings that a wrongly copied number can only have come from: "The printed form wins".
 *
 * The rule is narrow. The printed numeral has the same digits in the same order as the model's number, at least three of them, zeros
 * at the borders aside; it has a grouping or decimal mark, which the model lost or moved (1.234,56 copied as 1.23456 or 123456); and
 * all numerals of the text with these digits say the same value. Anything else leaves the model's value as it is.
 * @param candidates - readings of the text none of which has the model's value
 * @returns the readings of the one value that is meant, or undefined
 */
export function reconcileNumber(value: number, candidates: readonly NumberReading[]): NumberReading[] | undefined {
  const digits = significantDigits(String(Math.abs(value)));
  if (digits === undefined || digits.length < FEWEST_DIGITS) return undefined;
  const meant = candidates.filter(
    ({ printed }) => PLAIN_NUMERAL.test(printed) && /\d[.,'’·\s]\d/u.test(printed) && significantDigits(printed) === digits,
  );
  const values = new Set(meant.map((reading) => Math.abs(reading.value)));
  return values.size === 1 ? meant : undefined;
}

/** The digits without leading and trailing zeros; undefined for 1e21 and its like. */
function significantDigits(printed: string): string | undefined {
  if (/[eE]/.test(printed)) return undefined;
  return printed.replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');
}
