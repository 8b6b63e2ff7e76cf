import type { CalibrationCurve } from './curve.js';
import { isLeafModel, type LeafModel } from './leaf-model.js';

/**
 * Values whose probabilities mean different things. `copied`: a stretch of the text · `written`: a number, date or time that is printed ·
 * `unprinted`: one that is not · `corrected`: one that the print decides, because it says something else than the model wrote, or because nothing else can be meant · `chosen`: an option, yes or no ·
 * `null`: nothing
 */
export const leafKinds = ['copied', 'written', 'unprinted', 'corrected', 'chosen', 'null'] as const;

export type LeafKind = (typeof leafKinds)[number];

/** Thresholds of raw probabilities. */
export interface SecondLook {
  /** a required value below this is asked for once more */
  readonly below: number;
  /** after a second look, a value from this on stands whatever that look said */
  readonly keepFrom: number;
  /** a null of the second look from this on is believed */
  readonly absentFrom: number;
}

/** What is known of a model's probabilities, from data that it was not trained on. Part of `model.json`. */
export interface Calibration {
  /** what a leaf's probability is told from, where decoding gives the evidence. @default the curves of `leaves` */
  readonly model?: LeafModel;
  /** curves by kind of leaf, from the product over its decided tokens; a kind without one keeps its raw probability */
  readonly leaves: Readonly<Partial<Record<LeafKind, CalibrationCurve>>>;
  /** from the product over the leaves to the chance that the whole record is right */
  readonly record?: CalibrationCurve;
  /** when a required value is asked for a second time as an optional one, and which of the two answers is believed */
  readonly secondLook: SecondLook;
  /** calibrated probability below which a value that may be missing is left out, unless the caller says otherwise */
  readonly minProbability: number;
}

/** For weights of which nothing is known: probabilities stay as they are. */
export const noCalibration: Calibration = Object.freeze({
  leaves: {},
  secondLook: { below: 0.9, keepFrom: 0.9, absentFrom: 0.9 },
  minProbability: 0,
});

const isProbability = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
const isRising = (values: unknown): values is number[] =>
  Array.isArray(values) && values.length > 0 && values.every((value, i) => isProbability(value) && (i === 0 || value >= values[i - 1]));

function isCurve(value: unknown): value is CalibrationCurve {
  const { raw, calibrated } = (value ?? {}) as Partial<CalibrationCurve>;
  return isRising(raw) && isRising(calibrated) && raw.length === calibrated.length;
}

/** Whether a member `calibration` of a model.json can be used. */
export function isCalibration(value: unknown): value is Calibration {
  if (typeof value !== 'object' || value === null) return false;
  const { model, leaves, record, secondLook, minProbability } = value as Partial<Calibration>;
  if (typeof leaves !== 'object' || leaves === null) return false;
  const curves = Object.entries(leaves);
  return (
    curves.every(([kind, curve]) => (leafKinds as readonly string[]).includes(kind) && isCurve(curve)) &&
    (model === undefined || isLeafModel(model)) &&
    (record === undefined || isCurve(record)) &&
    [secondLook?.below, secondLook?.keepFrom, secondLook?.absentFrom, minProbability].every(isProbability)
  );
}
