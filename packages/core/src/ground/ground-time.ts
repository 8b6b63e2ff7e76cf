import { choosePlace } from './choose-place.js';
import type { TextIndex } from './text-index.js';
import type { GroundedValue, Leaf } from './types.js';

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

/**
 * Where a time of day is printed, to the minute: the same time; twelve hours apart where the print does not tell morning from
 * afternoon; twelve hours apart where it does ("2 pm" copied as 02:00), and there the printed form wins.
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
    const { printed, start, end } = place;
    return { value: rank === 2 ? place.value.slice(0, 5) + value.slice(5) : value, printed, start, end, agrees: rank !== 2 };
  }
  return undefined;
}

/** More than digits: am, pm, "du soir". 14:30 itself says it too, but nobody copies that as 02:30. */
const saysHalfOfDay = (printed: string): boolean => /\p{L}/u.test(printed.replace(/uhr|uur|heures?|horas?|[hu]/iu, ''));
