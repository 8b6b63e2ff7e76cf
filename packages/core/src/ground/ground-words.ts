import { choosePlace, distanceFromLabel, findLabels } from './choose-place.js';
import type { TextIndex } from './text-index.js';
import type { GroundedValue, Leaf } from './types.js';
import { findExact, findPhrase } from './words.js';

/**
 * Where an option or a short text is printed: the same words without regard to case, spaces, underscores and hyphens. Words that only
 * mean the same are a judgement and stay ungrounded.
 */
export function groundWords(index: TextIndex, value: string, leaf: Leaf): GroundedValue | undefined {
  const { text } = index.scan;
  const exact = findExact(text, value);
  const place = choosePlace(index, exact.length > 0 ? exact : findPhrase(index, value), leaf);
  return place && { value, printed: text.slice(place.start, place.end), start: place.start, end: place.end, agrees: true };
}

/**
 * Where a yes or no is printed. "No" stands everywhere in prose, so only an answer behind a label with the words of the key counts:
 * "Smoker: no", "Vegetarian ☑".
 */
export function groundBoolean(index: TextIndex, value: boolean, leaf: Leaf): GroundedValue | undefined {
  const labels = findLabels(index, leaf.key);
  const { text } = index.scan;
  const isLabelled = (start: number) => distanceFromLabel(text, labels, start) <= 12;
  const places = index.booleans.filter((reading) => reading.value === value && isLabelled(reading.start));
  const place = choosePlace(index, places, leaf);
  return place && { value, printed: place.printed, start: place.start, end: place.end, agrees: true };
}
