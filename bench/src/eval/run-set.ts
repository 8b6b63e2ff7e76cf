import type { Extraction, ExtractionError, Extractor, JsonSchema, JsonValue } from '@maaza/core';
import { addTallies, emptyTally, isExact, scoreItem, type Tally } from './score.js';
import type { EvalItem, EvalSet } from './sets.js';

/** Tallies of one way to answer, added up over the items of a set. */
export interface Score {
  readonly tally: Tally;
  readonly exact: number;
}

/** An item that gave no usable answer, and why. */
export interface Failure {
  readonly id: string;
  readonly reasons: readonly string[];
}

export interface SetResult {
  readonly name: string;
  readonly date: string;
  readonly model: string;
  readonly items: number;
  readonly answer: Score;
  /** the score of an extractor that always says nothing */
  readonly floor: Score;
  /** the answer breaks its schema in another way than by lacking a required value */
  readonly invalid: readonly Failure[];
  /** no answer: the extractor threw */
  readonly crashes: readonly Failure[];
  /** valid but for required values that are missing, which is an honest answer */
  readonly incomplete: number;
  readonly latenciesMs: readonly number[];
}

const addItem = ({ tally, exact }: Score, item: Tally): Score => ({
  tally: addTallies(tally, item),
  exact: exact + (isExact(item) ? 1 : 0),
});

const describeError = ({ code, pointer, keyword, message }: ExtractionError) =>
  `${code} at ${pointer || '/'}${keyword ? ` (${keyword})` : ''}: ${message}`;

function describeCrash(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? `${String(error.code)}: ` : '';
  const cause = error.cause instanceof Error ? `; cause: ${error.cause.message}` : '';
  return `${code}${error.message}${cause}`;
}

/** Extracts every item of a set, one after the other, and scores what comes back. A crash counts as the answer that says nothing. */
export async function runSet(extractor: Extractor, { name, items }: EvalSet, timeoutMs: number, onItem: () => void): Promise<SetResult> {
  const invalid: Failure[] = [];
  const crashes: Failure[] = [];
  const latenciesMs: number[] = [];
  let incomplete = 0;
  let answer: Score = { tally: emptyTally, exact: 0 };
  let floor = answer;
  for (const item of items) {
    let given: JsonValue | undefined;
    try {
      const extraction = await extract(extractor, item, timeoutMs);
      given = extraction.data;
      latenciesMs.push(extraction.latencyMs);
      const breaches = extraction.errors.filter((error) => error.code !== 'missing_field');
      if (breaches.length > 0) invalid.push({ id: item.id, reasons: breaches.map(describeError) });
      else if (!extraction.valid) incomplete++;
    } catch (error) {
      crashes.push({ id: item.id, reasons: [describeCrash(error)] });
    }
    answer = addItem(answer, scoreItem(item, given));
    floor = addItem(floor, scoreItem(item, undefined));
    onItem();
  }
  const date = new Date().toISOString();
  return { name, date, model: extractor.modelId, items: items.length, answer, floor, invalid, crashes, incomplete, latenciesMs };
}

async function extract(extractor: Extractor, { text, schema }: EvalItem, timeoutMs: number): Promise<Extraction<JsonValue>> {
  return (await extractor.extract(text, schema as JsonSchema, { timeoutMs })) as Extraction<JsonValue>;
}
