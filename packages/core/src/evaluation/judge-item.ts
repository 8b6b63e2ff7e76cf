import type { Extraction, ExtractionError, JsonValue } from '../extract/types.js';
import { type CalibrationPoint, calibrationPoints } from './calibration.js';
import { answerByLabels } from './label-parser.js';
import { scoreItem } from './score-item.js';
import { checkSlices, isRightlyPlaced, type SliceTally, type SpanTally, tallySpans } from './spans.js';
import { tallyAll } from './tally.js';
import type { EvaluationItem, Outcome, Tally, Verdict } from './types.js';

/**
 * - `valid`: fits the schema. `incomplete`: lacks a required value or breaks a rule, and says so, which is an honest answer.
 * - `truncated`: reached its limit before its end, and fits the schema as far as it goes.
 * - `invalid`: breaks the schema in another way. `crashed`: there is no answer.
 */
export type ItemStatus = 'valid' | 'incomplete' | 'truncated' | 'invalid' | 'crashed';

/** All that is known about the answer to one item. */
export interface JudgedItem {
  readonly id: string;
  readonly status: ItemStatus;
  /** why the answer is invalid or absent */
  readonly reasons: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly tally: Tally;
  readonly spans: SpanTally;
  readonly slices: SliceTally;
  readonly points: readonly CalibrationPoint[];
  /** what one that says nothing, and one without a model, would have got */
  readonly floors: { readonly allNull: Tally; readonly labels: Tally };
  readonly latencyMs?: number;
}

const describeError = ({ code, pointer, keyword, message }: ExtractionError) =>
  `${code} at ${pointer || '/'}${keyword ? ` (${keyword})` : ''}: ${message}`;

const breachesOf = ({ errors }: Extraction) => errors.filter(({ code }) => code !== 'missing_field' && code !== 'failed_rule');

function statusOf(extraction: Extraction | undefined): ItemStatus {
  if (extraction === undefined) return 'crashed';
  const breaches = breachesOf(extraction);
  if (breaches.length > 0) return breaches.every(({ code }) => code === 'truncated') ? 'truncated' : 'invalid';
  return extraction.valid ? 'valid' : 'incomplete';
}

/** Judges one answer. No answer counts as the one that says nothing. */
export function judgeItem(item: EvaluationItem, { extraction, error }: Outcome): JudgedItem {
  const isPlaced = (pointer: string, expected: JsonValue, givenPointer: string) =>
    extraction !== undefined && isRightlyPlaced(item, extraction, pointer, expected, givenPointer);
  const verdicts = scoreItem(item, extraction?.data as JsonValue | undefined, isPlaced);
  const breaches = extraction ? breachesOf(extraction) : [];
  return {
    id: item.id,
    status: statusOf(extraction),
    reasons: error ? [`${error.code}: ${error.message}`] : breaches.map(describeError),
    verdicts,
    tally: tallyAll(verdicts),
    spans: tallySpans(item, extraction, verdicts),
    slices: extraction ? checkSlices(item.text, extraction) : { placed: 0, broken: [] },
    points: extraction ? calibrationPoints(verdicts, extraction) : [],
    floors: {
      allNull: tallyAll(scoreItem(item, undefined)),
      labels: tallyAll(scoreItem(item, answerByLabels(item.text, item.schema))),
    },
    latencyMs: extraction?.latencyMs,
  };
}
