import { readFileSync } from 'node:fs';
import type { JsonSchema } from '../../src/index.js';

/** A text and a schema of the golden cases: dialogue, lists, dates, OCR noise, nulls, several languages. */
export interface GoldenSample {
  readonly id: string;
  readonly text: string;
  readonly schema: JsonSchema;
}

export const goldenSamples: readonly GoldenSample[] = readFileSync(new URL('../fixtures/golden.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as GoldenSample);

/** those that are answered in little time */
export const shortGoldenSamples: readonly GoldenSample[] = goldenSamples.filter(
  ({ text, schema }) => text.length + JSON.stringify(schema).length < 900,
);
