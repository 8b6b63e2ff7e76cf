import { createHash } from 'node:crypto';
import type { InputSource } from './raw-row.js';
import { matchingRows, type Selection } from './rows.js';

/** What a first pass over the inputs found. */
export interface Survey {
  /** rows that match the conditions (with a limit and no sample: as far as they are needed) */
  readonly matching: number;
  /** rows to work on */
  readonly total: number;
  readonly inputs: readonly SurveyedInput[];
}

export interface SurveyedInput {
  readonly name: string;
  readonly rows: number;
  /** SHA-256 over ids and fingerprints, in hex */
  readonly digest: string;
}

/** Reads all inputs once, keeping nothing: counts rows, finds mistakes before the first extraction, and notes what the input was. */
export async function surveyInputs(sources: readonly InputSource[], selection: Selection): Promise<Survey> {
  const { sample, limit } = selection;
  const enough = sample === undefined ? limit : undefined;
  const tallies = new Map(sources.map((source) => [source, { rows: 0, hash: createHash('sha256') }]));
  let matching = 0;
  if (enough !== 0) {
    for await (const { source, id, fingerprint } of matchingRows(sources, selection)) {
      const tally = tallies.get(source)!;
      tally.rows++;
      tally.hash.update(JSON.stringify([id, fingerprint]));
      matching++;
      if (matching === enough) break;
    }
  }
  return {
    matching,
    total: Math.min(matching, sample ?? matching, limit ?? matching),
    inputs: sources.map((source) => {
      const { rows, hash } = tallies.get(source)!;
      return { name: source.name, rows, digest: hash.digest('hex') };
    }),
  };
}
