import {
  type BooleanReading,
  type DateOrderEvidence,
  type DateReading,
  type DateTimeReading,
  findBooleansIn,
  findDatesIn,
  findNumbersIn,
  findTimesIn,
  inferDateOrderIn,
  type NumberReading,
  pairDateTimes,
  scanText,
  type TextScan,
  type TimeReading,
} from '../normalise/index.js';
import type { GroundOptions } from './types.js';

/** All that can be grounded in one text; each kind is read when first asked for, once. */
export class TextIndex {
  readonly scan: TextScan;
  private readonly made = new Map<string, unknown>();

  constructor(text: string, options: GroundOptions) {
    this.scan = scanText(text, options);
  }

  private once<T>(name: string, make: () => T): T {
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }

  get numbers(): readonly NumberReading[] {
    return this.once('numbers', () => findNumbersIn(this.scan));
  }

  get dates(): readonly DateReading[] {
    return this.foundDates.map((found) => found.reading);
  }

  /** Dates that only the day of writing tells, where it was not given: "tomorrow". Their values mean nothing. */
  get relativeDates(): readonly DateReading[] {
    return this.once('relative-dates', () => {
      if (this.scan.options.referenceDate !== undefined) return [];
      const found = findDatesIn({ ...this.scan, options: { ...this.scan.options, referenceDate: '2000-01-01' } });
      return found.map(({ reading }) => reading).filter((reading) => reading.isRelative);
    });
  }

  get times(): readonly TimeReading[] {
    return this.foundTimes.map((found) => found.reading);
  }

  get dateTimes(): readonly DateTimeReading[] {
    return this.once('date-times', () => pairDateTimes(this.scan, this.foundDates, this.foundTimes));
  }

  get booleans(): readonly BooleanReading[] {
    return this.once('booleans', () => findBooleansIn(this.scan));
  }

  get dateOrder(): DateOrderEvidence {
    return this.once('date-order', () => inferDateOrderIn(this.scan));
  }

  /** folded word or digits → indexes of its tokens, rising */
  get tokensByText(): ReadonlyMap<string, readonly number[]> {
    return this.once('tokens', () => {
      const places = new Map<string, number[]>();
      for (const [index, token] of this.scan.tokens.entries()) {
        if (token.kind === 'mark') continue;
        const known = places.get(token.text);
        if (known === undefined) places.set(token.text, [index]);
        else known.push(index);
      }
      return places;
    });
  }

  private get foundDates() {
    return this.once('dates', () => findDatesIn(this.scan));
  }

  private get foundTimes() {
    return this.once('times', () => findTimesIn(this.scan));
  }
}
