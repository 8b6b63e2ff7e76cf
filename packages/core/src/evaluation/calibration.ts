import type { ExtractedField, Extraction } from '../extract/types.js';
import type { Verdict } from './types.js';

/** One statement of the model: how sure it was, and whether it was right. */
export interface CalibrationPoint {
  readonly probability: number;
  readonly isRight: boolean;
  /** `null`: that the text does not give the value */
  readonly kind: 'value' | 'null';
}

/** One row of a reliability table: the statements whose probability lies in `[from, to)`; the last bin holds 1 too. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly meanProbability: number;
  readonly accuracy: number;
}

const hasProbability = (field: ExtractedField | undefined): field is ExtractedField & { probability: number } =>
  typeof field?.probability === 'number';

/** Fields at a pointer or below it that hold a value. */
function valuesUnder(fields: Extraction['fields'], pointer: string): ExtractedField[] {
  return Object.entries(fields)
    .filter(([at, field]) => field.value !== null && (at === pointer || at.startsWith(`${pointer}/`)))
    .map(([, field]) => field);
}

/** A value that was turned down later was not called absent by the model, so its probability is no statement about a null. */
const isPlainNull = ({ value, reason }: ExtractedField) => value === null && (reason === undefined || reason === 'absent');

/** The statements behind the verdicts of one item; leaves without a probability make none. */
export function calibrationPoints(verdicts: readonly Verdict[], { fields }: Pick<Extraction, 'fields'>): CalibrationPoint[] {
  return verdicts.flatMap(({ kind, givenPointer }): CalibrationPoint[] => {
    const pointer = givenPointer!;
    const field = Object.hasOwn(fields, pointer) ? fields[pointer] : undefined;
    switch (kind) {
      case 'hit':
        return hasProbability(field) ? [{ probability: field.probability, isRight: true, kind: 'value' }] : [];
      case 'null_hit':
      case 'omission':
      case 'missed':
        return hasProbability(field) && isPlainNull(field)
          ? [{ probability: field.probability, isRight: kind !== 'missed', kind: 'null' }]
          : [];
      default:
        return valuesUnder(fields, pointer)
          .filter(hasProbability)
          .map(({ probability }) => ({ probability, isRight: false, kind: 'value' }));
    }
  });
}

/** Bins of equal width; empty ones are left out. */
export function reliability(points: readonly CalibrationPoint[], binCount: number): ReliabilityBin[] {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, probability: 0, right: 0 }));
  for (const { probability, isRight } of points) {
    const bin = bins[Math.min(binCount - 1, Math.max(0, Math.floor(probability * binCount)))]!;
    bin.count++;
    bin.probability += probability;
    if (isRight) bin.right++;
  }
  return bins.flatMap(({ count, probability, right }, at) =>
    count === 0
      ? []
      : [{ from: at / binCount, to: (at + 1) / binCount, count, meanProbability: probability / count, accuracy: right / count }],
  );
}

/**
 * Expected calibration error: the mean distance between probability and accuracy, over bins of equal width, weighted by their counts.
 * @returns undefined without points
 * @see Guo et al., "On Calibration of Modern Neural Networks", arXiv:1706.04599, equation 3
 */
export function expectedCalibrationError(points: readonly CalibrationPoint[], binCount: number): number | undefined {
  if (points.length === 0) return undefined;
  const distances = reliability(points, binCount).map(
    ({ count, meanProbability, accuracy }) => count * Math.abs(meanProbability - accuracy),
  );
  return distances.reduce((sum, distance) => sum + distance, 0) / points.length;
}

/**
 * Mean squared distance between probability and outcome.
 * @returns undefined without points
 */
export function brierScore(points: readonly CalibrationPoint[]): number | undefined {
  if (points.length === 0) return undefined;
  return points.reduce((sum, { probability, isRight }) => sum + (probability - Number(isRight)) ** 2, 0) / points.length;
}
