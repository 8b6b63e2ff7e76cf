import type { NumberReading } from '../normalise/index.js';

/** Fewer digits prove nothing: 12 and 1.2 may be two facts. */
const FEWEST_DIGITS = 3;
/** Digits with grouping and decimal marks, a sign and nothing else: scales and words are no mis-copies. */
const PLAIN_NUMERAL = /^[(+\-−]?\d[\d.,'’·\s]*[)\-−]?$/u;
const FEWEST_DIGITS_OF_A_SLIP = 5;

/** Readings that say the same value; undefined where there are none or they differ. */
function ofOneValue(readings: readonly NumberReading[]): readonly NumberReading[] | undefined {
  return new Set(readings.map((reading) => Math.abs(reading.value))).size === 1 ? readings : undefined;
}

/**
 * The readings that a wrongly copied number can only have come from: "The printed form wins".
 *
 * The rules are narrow, and the first that names one value alone decides.
 * 1. The printed numeral has the same digits in the same order, at least three of them, zeros at the borders aside; it has a grouping or decimal
 *    mark, which the model lost or moved: 1.234,56 copied as 1.23456 or 123456.
 * 2. The print has a scale or is in words, and the model left the scale out (4,5 Mio. copied as 4.5) or took another one (4500).
 * 3. At least five digits, of which one was left out, put in, changed or swapped with its neighbour.
 * @param candidates - readings of the text none of which has the model's value
 * @returns the readings of the one value that is meant, or undefined
 */
export function findCopied(value: number, candidates: readonly NumberReading[]): readonly NumberReading[] | undefined {
  const digits = significantDigits(value);
  if (digits === undefined) return undefined;
  const isPlain = ({ printed }: NumberReading) => PLAIN_NUMERAL.test(printed);
  const marked = candidates.filter((reading) => isPlain(reading) && /\d[.,'’·\s]\d/u.test(reading.printed));
  const scaled = candidates.filter((reading) => !isPlain(reading));
  return (
    (digits.length >= FEWEST_DIGITS ? ofOneValue(marked.filter(({ printed }) => trimZeros(printed) === digits)) : undefined) ??
    ofOneValue(
      scaled.filter((reading) => leadingNumeral(reading.printed) === Math.abs(value) || significantDigits(reading.value) === digits),
    ) ??
    (digits.length >= FEWEST_DIGITS_OF_A_SLIP
      ? ofOneValue(candidates.filter((reading) => isSlip(digits, significantDigits(reading.value))))
      : undefined)
  );
}

const trimZeros = (printed: string): string => printed.replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');

/** The digits without leading and trailing zeros; undefined for 1e21 and its like. */
function significantDigits(value: number): string | undefined {
  const printed = String(Math.abs(value));
  return /e/.test(printed) ? undefined : trimZeros(printed);
}

/** 4.5 of "4,5 Mio.", 12 of "12 thousand"; undefined where the print begins with a word */
function leadingNumeral(printed: string): number | undefined {
  const match = /^[(+\-−]?(\d+)(?:[.,](\d{1,2}))?(?![\d.,])/u.exec(printed);
  return match === null ? undefined : Number(`${match[1]}.${match[2] ?? 0}`);
}

/** One digit more, fewer or other, or two neighbours swapped. */
function isSlip(a: string, b: string | undefined): boolean {
  if (b === undefined || b.length < FEWEST_DIGITS_OF_A_SLIP || Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  const [restA, restB] = [a.slice(head), b.slice(head)];
  if (a.length !== b.length) return a.length > b.length ? restA.slice(1) === restB : restA === restB.slice(1);
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return restA.slice(1) === restB.slice(1) || isSwapped;
}
