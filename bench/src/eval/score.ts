import type { JsonSchema, JsonValue } from '@maaza/core';
import { bestAssignment } from './assignment.js';

/** Other answers that count at one place of the expected data. */
export interface Accepted {
  readonly values: readonly JsonValue[];
  /** leaving the value out is right too */
  readonly may_omit?: boolean;
}

/** What one answer is held against. */
export interface Expectation {
  readonly expected: JsonValue;
  readonly schema: JsonSchema;
  /** JSON pointer into `expected` → what counts there as well */
  readonly accept?: Readonly<Record<string, Accepted>>;
}

/** Counts of leaves. Both F1 figures and both rates are made of them, so tallies of items add up to that of a set. */
export interface Tally {
  /** expected and given */
  readonly valueHits: number;
  /** nothing expected, and nothing given */
  readonly nullHits: number;
  /** given, but wrong or not asked for */
  readonly falsePositives: number;
  /** expected, but wrong or not given */
  readonly falseNegatives: number;
  /** leaves at which nothing is expected */
  readonly nullLeaves: number;
  /** … and something was given */
  readonly invented: number;
}

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

const f1 = (hits: number, { falsePositives, falseNegatives }: Tally) => {
  const all = 2 * hits + falsePositives + falseNegatives;
  return all === 0 ? 1 : (2 * hits) / all;
};

/** Leaf F1 in which a correct null is a hit. */
export const leafF1 = (tally: Tally): number => f1(tally.valueHits + tally.nullHits, tally);

/** Leaf F1 of the values alone: nulls can only cost here, never earn. */
export const valueF1 = (tally: Tally): number => f1(tally.valueHits, tally);

export const inventionRate = ({ invented, nullLeaves }: Tally): number => (nullLeaves === 0 ? 0 : invented / nullLeaves);

export const isExact = ({ falsePositives, falseNegatives }: Tally): boolean => falsePositives + falseNegatives === 0;

type Given = JsonValue | undefined;
type JsonObject = { readonly [key: string]: JsonValue };

const isMissing = (value: Given): value is null | undefined | readonly [] =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);
const isArray = (value: Given): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: Given): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (object: JsonObject, key: string): Given => (Object.hasOwn(object, key) ? object[key] : undefined);
const collapse = (text: string) => text.trim().replace(/\s+/g, ' ');
const pointerTo = (parent: string, key: string | number) => `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Strings are equal when only white space differs, numbers when they are the same number: 1e2 is 100, also after sums in binary. */
function isSameScalar(expected: JsonValue, given: JsonValue): boolean {
  if (typeof expected === 'string' && typeof given === 'string') return collapse(expected) === collapse(given);
  if (typeof expected === 'number' && typeof given === 'number')
    return Math.abs(expected - given) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(given));
  return expected === given;
}

function countLeaves(value: Given): number {
  if (isMissing(value)) return 0;
  if (isArray(value)) return value.reduce<number>((sum, item) => sum + countLeaves(item), 0);
  if (isObject(value)) return Object.values(value).reduce<number>((sum, item) => sum + countLeaves(item), 0);
  return 1;
}

function subschemaOf(schema: unknown, key: 'items' | 'properties', name?: string): unknown {
  const found = isObject(schema as Given) ? (schema as Record<string, unknown>)[key] : undefined;
  return name === undefined || !isObject(found as Given) ? found : own(found as JsonObject, name);
}

class Comparison {
  readonly #accept: Readonly<Record<string, Accepted>>;

  constructor(accept: Readonly<Record<string, Accepted>>) {
    this.#accept = accept;
  }

  /** The best reading of one place: what is expected there, or whatever else counts. */
  at(pointer: string, expected: Given, given: Given, schema: unknown): Tally {
    const accepted = Object.hasOwn(this.#accept, pointer) ? this.#accept[pointer] : undefined;
    if (accepted === undefined) return this.#compare(pointer, expected, given, schema);
    if (accepted.may_omit && isMissing(given) && !isMissing(expected)) return { ...emptyTally, nullHits: 1 };
    let best = this.#compare(pointer, expected, given, schema);
    for (const value of accepted.values) {
      const tally = this.#compare(pointer, value, given, schema);
      if (leafF1(tally) > leafF1(best)) best = tally;
    }
    return best;
  }

  #compare(pointer: string, expected: Given, given: Given, schema: unknown): Tally {
    if (isMissing(expected)) return compareWithNothing(given);
    if (isArray(expected))
      return isArray(given) || isMissing(given) ? this.#sets(pointer, expected, given ?? [], schema) : mismatch(expected, given);
    if (isObject(expected))
      return isObject(given) || isMissing(given) ? this.#objects(pointer, expected, given, schema) : mismatch(expected, given);
    if (isMissing(given)) return { ...emptyTally, falseNegatives: 1 };
    return isSameScalar(expected, given) ? { ...emptyTally, valueHits: 1 } : mismatch(expected, given);
  }

  /** Keys of the schema count too: one that the expected data leaves out is a leaf at which nothing is expected. */
  #objects(pointer: string, expected: JsonObject, given: Given, schema: unknown): Tally {
    const properties = subschemaOf(schema, 'properties');
    const answer = isObject(given) ? given : {};
    const listed = isObject(properties as Given) ? Object.keys(properties as JsonObject) : [];
    let sum = emptyTally;
    for (const key of new Set([...Object.keys(expected), ...Object.keys(answer), ...listed])) {
      const place = pointerTo(pointer, key);
      sum = addTallies(sum, this.at(place, own(expected, key), own(answer, key), subschemaOf(schema, 'properties', key)));
    }
    return sum;
  }

  /** Order does not count: records, and scalars as records of one leaf, find the partners with whom they share most. */
  #sets(pointer: string, expected: readonly JsonValue[], given: readonly JsonValue[], schema: unknown): Tally {
    const items = subschemaOf(schema, 'items');
    const pairs = expected.map((item, at) => given.map((other) => this.at(pointerTo(pointer, at), item, other, items)));
    // Values come first; nulls in common only decide between equals.
    const partners = bestAssignment(pairs.map((row) => row.map(({ valueHits, nullHits }) => valueHits + nullHits / 1024)));
    const unclaimed = new Set(given.keys());
    let sum = emptyTally;
    expected.forEach((item, at) => {
      const partner = partners[at] ?? -1;
      unclaimed.delete(partner);
      sum = addTallies(sum, partner < 0 ? this.at(pointerTo(pointer, at), item, undefined, items) : pairs[at]![partner]!);
    });
    for (const at of unclaimed) sum = addTallies(sum, { ...emptyTally, falsePositives: countLeaves(given[at]) });
    return sum;
  }
}

function compareWithNothing(given: Given): Tally {
  const leaves = countLeaves(given);
  if (leaves === 0) return { ...emptyTally, nullHits: 1, nullLeaves: 1 };
  return { ...emptyTally, falsePositives: leaves, nullLeaves: 1, invented: 1 };
}

const mismatch = (expected: Given, given: Given): Tally => ({
  ...emptyTally,
  falsePositives: countLeaves(given),
  falseNegatives: countLeaves(expected),
});

/**
 * Holds one answer against what is expected, leaf by leaf.
 * @param given - the answer; `undefined` is the one that says nothing, and so the floor
 */
export function scoreItem({ expected, schema, accept = {} }: Expectation, given: JsonValue | undefined): Tally {
  return new Comparison(accept).at('', expected, given, schema);
}
