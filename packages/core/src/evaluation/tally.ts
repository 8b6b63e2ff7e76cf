import type { JsonValue } from '../extract/types.js';
import { isArray, isMissing, isObject, type Maybe } from './json.js';
import type { Tally, Verdict } from './types.js';

export const emptyTally: Tally = Object.freeze({
  valueHits: 0,
  nullHits: 0,
  falsePositives: 0,
  falseNegatives: 0,
  nullLeaves: 0,
  invented: 0,
});

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    valueHits: a.valueHits + b.valueHits,
    nullHits: a.nullHits + b.nullHits,
    falsePositives: a.falsePositives + b.falsePositives,
    falseNegatives: a.falseNegatives + b.falseNegatives,
    nullLeaves: a.nullLeaves + b.nullLeaves,
    invented: a.invented + b.invented,
  };
}

/** Values in a piece of data; nulls, empty lists and empty objects hold none. */
export function countLeaves(value: Maybe): number {
  if (isMissing(value)) return 0;
  const inner: readonly JsonValue[] | undefined = isArray(value) ? value : isObject(value) ? Object.values(value) : undefined;
  return inner === undefined ? 1 : inner.reduce<number>((sum, item) => sum + countLeaves(item), 0);
}

/** What one verdict adds to the counts: a wrong value is a false positive and a false negative. */
export function tallyOf({ kind, expected, given }: Verdict): Tally {
  switch (kind) {
    case 'hit':
      return { ...emptyTally, valueHits: 1 };
    case 'null_hit':
      return { ...emptyTally, nullHits: 1, nullLeaves: 1 };
    case 'omission':
      return { ...emptyTally, nullHits: 1 };
    case 'wrong':
      return { ...emptyTally, falsePositives: countLeaves(given), falseNegatives: countLeaves(expected) };
    case 'missed':
      return { ...emptyTally, falseNegatives: 1 };
    case 'invented':
      return { ...emptyTally, falsePositives: countLeaves(given), nullLeaves: 1, invented: 1 };
    case 'surplus':
      return { ...emptyTally, falsePositives: countLeaves(given) };
  }
}

export const tallyAll = (verdicts: readonly Verdict[]): Tally => verdicts.map(tallyOf).reduce(addTallies, emptyTally);

const f1 = (hits: number, { falsePositives, falseNegatives }: Tally): number => {
  const all = 2 * hits + falsePositives + falseNegatives;
  return all === 0 ? 1 : (2 * hits) / all;
};

/** F1 over all leaves; a correct null is a hit. */
export const fieldF1 = (tally: Tally): number => f1(tally.valueHits + tally.nullHits, tally);

/** F1 of the values alone: nulls can only cost here, never earn. */
export const valueF1 = (tally: Tally): number => f1(tally.valueHits, tally);

/** @returns undefined where no leaf is to be null */
export const inventionRate = ({ invented, nullLeaves }: Tally): number | undefined =>
  nullLeaves === 0 ? undefined : invented / nullLeaves;

/** Nothing is wrong, and nothing is missing. */
export const isExact = ({ falsePositives, falseNegatives }: Tally): boolean => falsePositives + falseNegatives === 0;
