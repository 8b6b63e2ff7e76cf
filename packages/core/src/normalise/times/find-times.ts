import { scanText, type TextScan } from '../text/scan.js';
import type { NormaliseOptions, TimeReading } from '../types.js';
import type { FoundTime } from './clock.js';
import { readDigitalTime } from './digital-times.js';
import { readSpokenTime } from './spoken-times.js';

/**
 * Finds the times of day that a text prints: 14:30, 2.30 pm, 14h30, 7 Uhr, half past seven, las siete y media. In order of their place,
 * without overlaps; linear in the length of the text; never throws.
 */
export function findTimes(text: string, options: NormaliseOptions = {}): TimeReading[] {
  return findTimesIn(scanText(text, options)).map(({ reading }) => reading);
}

/** As {@link findTimes}, on a text that was prepared before; `from` and `next` are indexes of tokens. */
export function findTimesIn(scan: TextScan): FoundTime[] {
  const found: FoundTime[] = [];
  for (let at = 0; at < scan.tokens.length; ) {
    const token = scan.tokens[at]!;
    const digital = token.kind === 'digits' ? readDigitalTime(scan, at) : undefined;
    const spoken = token.kind === 'mark' ? undefined : readSpokenTime(scan, at);
    const time = spoken !== undefined && spoken.next > (digital?.next ?? 0) ? spoken : digital;
    if (time !== undefined) found.push(time);
    at = Math.max(at + 1, time?.next ?? 0);
  }
  return found;
}

/**
 * Reads a printed time as a whole: `half past seven` → 07:30:00.
 * @returns undefined where the print holds no time, or more than one
 */
export function readTime(printed: string, options: NormaliseOptions = {}): string | undefined {
  const readings = findTimes(printed, options);
  return readings.length === 1 ? readings[0]!.value : undefined;
}
