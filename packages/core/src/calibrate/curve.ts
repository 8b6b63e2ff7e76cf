/** A probability as a model gave it, and whether the value was right. */
export interface Outcome {
  readonly raw: number;
  readonly isRight: boolean;
}

/**
 * A rising curve from raw to calibrated probability: knots in order of `raw`, straight lines between them, level beyond the ends.
 * Both arrays are of the same length, at least one.
 */
export interface CalibrationCurve {
  readonly raw: readonly number[];
  readonly calibrated: readonly number[];
}

/** The calibrated probability of a raw one. */
export function calibrated({ raw, calibrated: values }: CalibrationCurve, probability: number): number {
  const above = raw.findIndex((knot) => knot >= probability);
  if (above < 0) return values.at(-1)!;
  if (above === 0) return values[0]!;
  const [low, high] = [raw[above - 1]!, raw[above]!];
  const share = high === low ? 1 : (probability - low) / (high - low);
  return values[above - 1]! + share * (values[above]! - values[above - 1]!);
}
