import { findDatesIn, findDateTimes, findNumbersIn, findTimesIn, type PrintedSpan, scanText } from '../../normalise/index.js';
import { LabelPlaces } from './label-places.js';

export type ReadingKind = 'number' | 'date' | 'date-time' | 'time';

/** A printed value with the JSON that the model would write for it. */
export interface Guess extends PrintedSpan {
  readonly json: string;
}

/** What guesses are made from: the labels and the printed values of one text, each kind read when it is first wanted. */
export class TextReadings {
  readonly labels: LabelPlaces;
  readonly #byKind = new Map<ReadingKind, readonly Guess[]>();

  constructor(readonly text: string) {
    this.labels = new LabelPlaces(text);
  }

  of(kind: ReadingKind): readonly Guess[] {
    const known = this.#byKind.get(kind);
    if (known) return known;
    const read = this.#read(kind);
    this.#byKind.set(kind, read);
    return read;
  }

  #read(kind: ReadingKind): Guess[] {
    const scan = scanText(this.text, {});
    const asText = (reading: PrintedSpan & { readonly value: string }): Guess => ({ ...reading, json: JSON.stringify(reading.value) });
    if (kind === 'number')
      return findNumbersIn(scan)
        .filter(({ isFragment }) => !isFragment)
        .map((reading) => ({ ...reading, json: JSON.stringify(reading.value) }));
    if (kind === 'date') return findDatesIn(scan).map(({ reading }) => asText(reading));
    // The model writes times without seconds, see answerGrammarOptions.
    if (kind === 'time') return findTimesIn(scan).map(({ reading }) => asText({ ...reading, value: reading.value.slice(0, 5) }));
    return findDateTimes(this.text).map(asText);
  }
}
