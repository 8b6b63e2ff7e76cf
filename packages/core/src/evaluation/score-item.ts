import type { JsonValue } from '../extract/types.js';
import { escapePointerSegment } from '../json/json-pointer.js';
import { resolveSubschema } from '../schema/json-schema.js';
import { bestAssignment } from './assignment.js';
import { collapseSpace, isArray, isMissing, isObject, type JsonObject, type Maybe, ownValue } from './json.js';
import { countLeaves, fieldF1, tallyAll } from './tally.js';
import type { Accepted, Expectation, Verdict } from './types.js';

/** Says whether a hit at these two pointers also stands where it should: decides between records that agree equally well. */
export type PlaceCheck = (pointer: string, expected: JsonValue, givenPointer: string) => boolean;

interface Place {
  readonly pointer: string;
  /** where the same place is in the given data */
  readonly givenPointer: string;
}

const RELATIVE_TOLERANCE = 1e-9;
const NULL_WEIGHT = 2 ** -10;
const PLACE_WEIGHT = 2 ** -20;

const inside = ({ pointer, givenPointer }: Place, key: string | number, givenKey: string | number = key): Place => ({
  pointer: `${pointer}/${escapePointerSegment(String(key))}`,
  givenPointer: `${givenPointer}/${escapePointerSegment(String(givenKey))}`,
});

/** Strings are equal when only white space differs, numbers when they are the same number: 1e2 is 100, also after sums in binary. */
export function isSameScalar(expected: JsonValue, given: JsonValue): boolean {
  if (typeof expected === 'string' && typeof given === 'string') return collapseSpace(expected) === collapseSpace(given);
  if (typeof expected === 'number' && typeof given === 'number')
    return Math.abs(expected - given) <= RELATIVE_TOLERANCE * Math.max(Math.abs(expected), Math.abs(given));
  return expected === given;
}

class Comparison {
  readonly #accept: Readonly<Record<string, Accepted>>;
  readonly #root: Expectation['schema'];
  readonly #isPlaced: PlaceCheck;

  constructor({ accept = {}, schema }: Expectation, isPlaced: PlaceCheck) {
    this.#accept = accept;
    this.#root = schema;
    this.#isPlaced = isPlaced;
  }

  /** The best reading of one place: what is expected there, or whatever else counts. */
  at(place: Place, expected: Maybe, given: Maybe, schema: unknown): readonly Verdict[] {
    const { pointer } = place;
    const accepted = Object.hasOwn(this.#accept, pointer) ? this.#accept[pointer] : undefined;
    if (accepted === undefined) return this.#compare(place, expected, given, schema);
    if (accepted.may_omit && isMissing(given) && !isMissing(expected)) return [{ ...place, kind: 'omission', expected }];
    let best = this.#compare(place, expected, given, schema);
    for (const value of accepted.values) {
      const verdicts = this.#compare(place, value, given, schema);
      if (fieldF1(tallyAll(verdicts)) > fieldF1(tallyAll(best))) best = verdicts;
    }
    return best;
  }

  #compare(place: Place, expected: Maybe, given: Maybe, schema: unknown): readonly Verdict[] {
    if (isMissing(expected)) return [compareWithNothing(place, given)];
    if (isArray(expected) && (isArray(given) || isMissing(given))) return this.#sets(place, expected, given ?? [], schema);
    if (isObject(expected) && (isObject(given) || isMissing(given))) return this.#objects(place, expected, given, schema);
    if (isMissing(given)) return [{ ...place, kind: 'missed', expected }];
    return [{ ...place, kind: isSameScalar(expected, given) ? 'hit' : 'wrong', expected, given }];
  }

  /** Keys of the schema count too: one that the expected data leaves out is a leaf at which nothing is expected. */
  #objects(place: Place, expected: JsonObject, given: Maybe, schema: unknown): readonly Verdict[] {
    const { properties } = resolveSubschema(schema, this.#root);
    const members = isObject(properties as Maybe) ? (properties as JsonObject) : {};
    const answer = isObject(given) ? given : {};
    const keys = new Set([...Object.keys(expected), ...Object.keys(answer), ...Object.keys(members)]);
    return [...keys].flatMap((key) => this.at(inside(place, key), ownValue(expected, key), ownValue(answer, key), ownValue(members, key)));
  }

  /** Order does not count: records, and scalars as records of one leaf, find the partners with whom they share most. */
  #sets(place: Place, expected: readonly JsonValue[], given: readonly JsonValue[], schema: unknown): readonly Verdict[] {
    const { items } = resolveSubschema(schema, this.#root);
    const pairs = expected.map((item, at) => given.map((other, to) => this.at(inside(place, at, to), item, other, items)));
    const partners = bestAssignment(pairs.map((row) => row.map((verdicts) => this.#weightOf(verdicts))));
    const unclaimed = new Set(given.keys());
    const matched = expected.flatMap((item, at) => {
      const partner = partners[at] ?? -1;
      unclaimed.delete(partner);
      // An item without a partner has no place in the given data; one past its end stands for that.
      return partner < 0 ? this.at(inside(place, at, given.length + at), item, undefined, items) : pairs[at]![partner]!;
    });
    const surplus = [...unclaimed].flatMap((at): Verdict[] => {
      const { givenPointer } = inside(place, at);
      const isEmpty = countLeaves(given[at]) === 0;
      return isEmpty ? [] : [{ kind: 'surplus', pointer: givenPointer, givenPointer, given: given[at] }];
    });
    return [...matched, ...surplus];
  }

  /** Values come first; nulls in common only decide between equals, and the right place between equals of those. */
  #weightOf(verdicts: readonly Verdict[]): number {
    let weight = 0;
    for (const { kind, pointer, givenPointer, expected } of verdicts) {
      if (kind === 'hit') weight += 1 + (this.#isPlaced(pointer, expected!, givenPointer!) ? PLACE_WEIGHT : 0);
      else if (kind === 'null_hit' || kind === 'omission') weight += NULL_WEIGHT;
    }
    return weight;
  }
}

const compareWithNothing = (place: Place, given: Maybe): Verdict =>
  countLeaves(given) === 0 ? { ...place, kind: 'null_hit' } : { ...place, kind: 'invented', given };

/**
 * Holds one answer against what is expected, leaf by leaf. White space is trimmed and collapsed, numbers compare as numbers, lists as
 * sets by the best one-to-one assignment, and what `accept` names counts as well.
 * @param given - the answer; `undefined` is the one that says nothing
 * @param isPlaced - decides between equal items of a list. @default every place is as good
 */
export function scoreItem(expectation: Expectation, given: JsonValue | undefined, isPlaced: PlaceCheck = () => false): readonly Verdict[] {
  const root: Place = { pointer: '', givenPointer: '' };
  return new Comparison(expectation, isPlaced).at(root, expectation.expected, given, expectation.schema);
}
