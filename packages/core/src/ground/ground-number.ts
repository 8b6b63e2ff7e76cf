import type { NumberReading } from '../normalise/index.js';
import { type Asked, ofAskedKind, readAsked } from './asked.js';
import { choosePlace } from './choose-place.js';
import { isConverted, isSameNumber } from './conversions.js';
import { findCopied } from './copy-errors.js';
import { takesValue } from './leaf-schema.js';
import type { TextIndex } from './text-index.js';
import type { Doubt, GroundedValue, Leaf } from './types.js';

const toGrounded = ({ printed, start, end }: NumberReading, value: number, agrees: boolean, doubt?: Doubt): GroundedValue => ({
  value,
  printed,
  start,
  end,
  agrees,
  ...(doubt && { doubt }),
});

/**
 * Where a number is printed. The best group that holds any reading counts: the value itself; the other reading of an ambiguous
 * separator; another unit of the same; the same digits without the sign; digits inside codes and dates; then, since the value itself is nowhere
 * in the text, the print that it was badly copied from; last, the only print that can be meant.
 */
export function groundNumber(index: TextIndex, value: number, leaf: Leaf): GroundedValue | undefined {
  const asked = readAsked(leaf);
  const all = index.numbers.filter((reading) => !reading.isFragment);
  const named = asked.isAnyOfItsKind && leaf.isOnlyLeaf ? ofAskedKind(all, asked) : all;
  const only = groundOnly(leaf, index.numbers, asked);
  if (only?.isOnly && isSameNumber(only.value as number, value)) return { ...only, agrees: true };
  return (
    groundSame(index, value, leaf, named, asked) ??
    groundFragment(index, value, leaf, named === all) ??
    groundCopied(index, value, leaf, named) ??
    only
  );
}

function groundSame(
  index: TextIndex,
  value: number,
  leaf: Leaf,
  readings: readonly NumberReading[],
  { scales }: Asked,
): GroundedValue | undefined {
  const groups: ((reading: NumberReading) => boolean)[] = [
    (reading) => isSameNumber(reading.value, value),
    (reading) => reading.alternatives.some((alternative) => isSameNumber(alternative, value)),
    (reading) => isConverted(value, reading, scales),
    (reading) => reading.value !== 0 && isSameNumber(-reading.value, value),
  ];
  for (const [rank, fits] of groups.entries()) {
    const place = choosePlace(index, readings.filter(fits), leaf);
    if (place === undefined) continue;
    const printedWins = rank === 1 && isMarkProved(index, place, value) && takesValue(leaf.schema, place.value);
    return toGrounded(place, printedWins ? place.value : value, !printedWins);
  }
  return undefined;
}

/**
 * 1.234 copied as 1.234 where the text's other numbers or its language show that it is a thousand. The other way round only the caller and other
 * numbers prove it, and 29,000 is no 29: three decimals are rare, and three zeros rarer.
 */
function isMarkProved({ scan }: TextIndex, { value, printed }: NumberReading, model: number): boolean {
  const isThousands = Math.abs(value) > Math.abs(model);
  if (isThousands) return scan.decimalMarkFrom !== 'default';
  return scan.decimalMarkFrom === 'option' || (scan.decimalMarkFrom === 'numbers' && !/[.,]000$/.test(printed));
}

/** Digits inside codes and dates; not where a whole number of the text is asked for. */
function groundFragment(index: TextIndex, value: number, leaf: Leaf, mayBePart: boolean): GroundedValue | undefined {
  if (!mayBePart) return undefined;
  const fragments = index.numbers.filter((reading) => reading.isFragment && isSameNumber(reading.value, value));
  const place = choosePlace(index, fragments, leaf);
  return place && toGrounded(place, value, true);
}

function groundCopied(index: TextIndex, value: number, leaf: Leaf, readings: readonly NumberReading[]): GroundedValue | undefined {
  const meant = findCopied(
    value,
    readings.filter((reading) => takesValue(leaf.schema, reading.value)),
  );
  const place = meant && choosePlace(index, meant, leaf);
  return place && toGrounded(place, place.value, false);
}

/** "one of them", "deux fois": small numbers in one word are prose more often than the number that somebody asks for. */
const isProse = ({ value, printed }: NumberReading): boolean =>
  Number.isInteger(value) && Math.abs(value) <= 10 && /^\p{L}+$/u.test(printed);

/** The first list that holds anything. */
const firstFilled = <T>(...lists: readonly (readonly T[])[]): readonly T[] => lists.find((list) => list.length > 0) ?? [];

/**
 * The one number that can be meant where a schema asks for nothing but "the number in this text": of the kind that it names, rather not a small
 * number word, rather not part of a code. Where the text prints several that differ, the first is named as a place, and left in doubt.
 */
function groundOnly(leaf: Leaf, all: readonly NumberReading[], asked: Asked): GroundedValue | undefined {
  if (!leaf.isOnlyLeaf || !asked.isAnyOfItsKind) return undefined;
  const fitting = all.filter((reading) => takesValue(leaf.schema, reading.value));
  const whole = ofAskedKind(
    fitting.filter((reading) => !reading.isFragment),
    asked,
  );
  const telling = firstFilled(
    whole.filter((reading) => !isProse(reading)),
    whole,
    fitting,
  );
  const [first] = telling;
  if (first === undefined) return undefined;
  const isOnly = telling.every((reading) => isSameNumber(reading.value, first.value));
  return isOnly ? { ...toGrounded(first, first.value, false), isOnly } : toGrounded(first, first.value, false, 'several');
}

/** Fills a null in, where nothing else can be meant. */
export const fillNumber = (index: TextIndex, leaf: Leaf): GroundedValue | undefined => groundOnly(leaf, index.numbers, readAsked(leaf));
