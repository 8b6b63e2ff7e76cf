import type { TimeReading } from '../normalise/index.js';
import { readAsked } from './asked.js';
import { choosePlace } from './choose-place.js';
import type { TextIndex } from './text-index.js';
import type { GroundedValue, Leaf } from './types.js';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

const toGrounded = ({ printed, start, end }: TimeReading, value: string, agrees: boolean): GroundedValue => ({
  value,
  printed,
  start,
  end,
  agrees,
});

/** A reading, written as the model wrote its own: 14:30, 14:30:00, 14:30:00Z. */
const inStyleOf = (value: string, reading: TimeReading): string => reading.value.slice(0, 5) + value.slice(5);

/**
 * Where a time of day is printed, to the minute: the same time; twelve hours apart where the print does not tell morning from afternoon; twelve
 * hours apart where it does ("2 pm" copied as 02:00), and there the printed form wins. A time that is printed nowhere is a bad copy of the only one
 * that shares its hour or its minute, or of the only time of the text where the schema asks for one time.
 */
export function groundTime(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  if (!/^\d\d:\d\d/.test(value)) return undefined;
  const wanted = minutesOf(value);
  const groups = [
    index.times.filter((reading) => minutesOf(reading.value) === wanted),
    index.times.filter((reading) => reading.alternatives.some((alternative) => minutesOf(alternative) === wanted)),
    index.times.filter(
      (reading) =>
        reading.alternatives.length === 0 && minutesOf(reading.value) === (wanted + 720) % 1440 && saysHalfOfDay(reading.printed),
    ),
  ];
  for (const [rank, readings] of groups.entries()) {
    const place = choosePlace(index, readings, leaf);
    if (place === undefined) continue;
    return rank === 2 ? toGrounded(place, inStyleOf(value, place), false) : toGrounded(place, value, true);
  }
  // Midnight is what a model writes for a time that it was not given.
  if (wanted === 0) return undefined;
  const near = index.times.filter(
    (reading) => reading.value.slice(0, 2) === value.slice(0, 2) || reading.value.slice(3, 5) === value.slice(3, 5),
  );
  const meant = onlyOne(near) ?? (leaf.isOnlyOfKind ? onlyOne(index.times) : undefined);
  const place = meant && choosePlace(index, meant, leaf);
  return place && toGrounded(place, inStyleOf(value, place), false);
}

/** Readings that all say the same time, which does not depend on the half of the day. */
function onlyOne(readings: readonly TimeReading[]): readonly TimeReading[] | undefined {
  const isSame = readings.every((reading) => reading.value === readings[0]!.value && reading.alternatives.length === 0);
  return readings.length > 0 && isSame ? readings : undefined;
}

/** Fills a null in where the schema asks for nothing but "the time in this text", and that prints exactly one. */
export function fillTime(index: TextIndex, leaf: Leaf): GroundedValue | undefined {
  if (!leaf.isOnlyLeaf || !readAsked(leaf).isAnyOfItsKind) return undefined;
  const [only] = onlyOne(index.times) ?? [];
  return only && toGrounded(only, only.value.slice(0, 5), false);
}

/** More than digits: am, pm, "du soir". 14:30 itself says it too, but nobody copies that as 02:30. */
const saysHalfOfDay = (printed: string): boolean => /\p{L}/u.test(printed.replace(/uhr|uur|heures?|horas?|[hu]/iu, ''));
