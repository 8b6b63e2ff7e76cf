import type { CalibrationCurve, Outcome, SecondLook } from '../../packages/core/src/calibrate/index.js';
import { calibrated } from '../../packages/core/src/calibrate/index.js';
import type { JsonValue } from '../../packages/core/src/extract/types.js';
import type { LabelledLeaf, LeafRecord } from './leaf-records.js';

/** A labelled text with the leaves of one look at it. */
export interface LabelledRecord {
  readonly record: LeafRecord;
  readonly leaves: readonly LabelledLeaf[];
}

/** Expected calibration error over bins of equal width: how far confidence and accuracy lie apart on average. */
export function calibrationError(outcomes: readonly Outcome[], curve?: CalibrationCurve, bins = 10): number {
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, right: 0 }));
  for (const { raw, isRight } of outcomes) {
    const confidence = curve ? calibrated(curve, raw) : raw;
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.confidence += confidence;
    bin.right += isRight ? 1 : 0;
  }
  return sums.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / Math.max(1, outcomes.length);
}

const isEmpty = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

function countValues(value: JsonValue | undefined): number {
  if (isEmpty(value)) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value as object).reduce<number>((sum, item) => sum + countValues(item as JsonValue), 0);
}

/** What is left of an extraction when values below a threshold are taken out. */
export interface Operating {
  /** of the leaves at which nothing is expected, the share at which something is given; an empty list is one leaf */
  readonly inventionRate: number;
  readonly nullLeaves: number;
  /** of the values alone */
  readonly f1: number;
}

const listOf = (pointer: string): string | undefined => /^(.*?)\/\d+(?:\/|$)/.exec(pointer)?.[1];

const atKeys = (value: JsonValue, pointer: string): JsonValue | undefined =>
  pointer
    .split('/')
    .slice(1)
    .reduce<JsonValue | undefined>(
      (at, key) => (at as Record<string, JsonValue> | null)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      value,
    );

/** Scores labelled records whose fields carry calibrated probabilities, with values that may be missing taken out below a threshold. */
export function operate(records: readonly LabelledRecord[], threshold: number): Operating {
  let [nullLeaves, invented, hits, given, wanted] = [0, 0, 0, 0, 0];
  for (const { record, leaves } of records) {
    wanted += countValues(record.expected);
    const lists = new Map<string, boolean>();
    for (const { pointer, field, expected, isRight, mayBeMissing } of leaves) {
      const isKept = field.value !== null && !(mayBeMissing && field.probability! < threshold);
      if (isKept) given++;
      if (isKept && isRight) hits++;
      const list = listOf(pointer);
      if (list !== undefined && isEmpty(atKeys(record.expected, list))) lists.set(list, (lists.get(list) ?? false) || isKept);
      else if (list === undefined && expected === null && (field.value !== null || field.reason !== undefined)) {
        nullLeaves++;
        if (isKept) invented++;
      }
    }
    nullLeaves += lists.size;
    invented += [...lists.values()].filter(Boolean).length;
  }
  return { inventionRate: invented / Math.max(1, nullLeaves), nullLeaves, f1: (2 * hits) / Math.max(1, given + wanted) };
}

/** A required value of the first look, and what the second look said there. */
export interface RequiredLeaf {
  readonly isAbsent: boolean;
  readonly isRight: boolean;
  readonly raw: number;
  /** raw probability of null in the second look; undefined where that gave a value */
  readonly rawAbsence?: number;
}

/** What asking required values twice comes to, for one choice of thresholds. */
export interface SecondLookFigures {
  readonly right: number;
  readonly absent: number;
  readonly invented: number;
  readonly present: number;
  /** values that were right, and were taken out */
  readonly lost: number;
}

/** @param texts - required values by text: a text is looked at twice where one of its values is doubtful */
export function lookTwice(texts: readonly (readonly RequiredLeaf[])[], { below, keepFrom, absentFrom }: SecondLook): SecondLookFigures {
  let [right, invented, lost, absent, all] = [0, 0, 0, 0, 0];
  for (const leaves of texts) {
    const isAskedAgain = leaves.some(({ raw }) => raw < below);
    for (const leaf of leaves) {
      const isTakenOut = isAskedAgain && leaf.raw < keepFrom && leaf.rawAbsence !== undefined && leaf.rawAbsence >= absentFrom;
      all++;
      if (leaf.isAbsent) absent++;
      if (isTakenOut ? leaf.isAbsent : leaf.isRight) right++;
      if (leaf.isAbsent && !isTakenOut) invented++;
      if (isTakenOut && leaf.isRight) lost++;
    }
  }
  return { right, absent, invented, present: all - absent, lost };
}
