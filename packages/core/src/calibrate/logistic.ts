import type { CalibrationCurve, Outcome } from './curve.js';
import { sigmoid } from './sigmoid.js';

/** Raw probabilities at which the curve gets a knot: close where a model is sure, since there log-odds run away. */
const KNOTS = [0, 0.01, 0.03, 0.07, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.985, 0.993, 0.997, 0.999, 1] as const;
const STEPS = 100;
/** Weight of the prior that log-odds are right as they are, in values. */
const PRIOR = 1;

const clamp = (p: number): number => Math.min(1 - 1e-4, Math.max(1e-4, p));
const logOdds = (p: number): number => Math.log(clamp(p) / (1 - clamp(p)));

/**
 * Fits `sigmoid(slope · log-odds + shift)` by Newton's method: two parameters, for data that is too scarce for a free curve. A weak prior holds the
 * slope near 1 and the shift near 0; the slope is never negative.
 * @see Platt, "Probabilistic outputs for support vector machines", 1999
 */
export function fitLogistic(outcomes: readonly Outcome[]): CalibrationCurve {
  const data = outcomes.map(({ raw, isRight }) => ({ x: logOdds(raw), y: isRight ? 1 : 0 }));
  let slope = 1;
  let shift = 0;
  for (let step = 0; step < STEPS; step++) {
    let [gradientSlope, gradientShift] = [PRIOR * (slope - 1), PRIOR * shift];
    let [a, b, c] = [PRIOR, 0, PRIOR];
    for (const { x, y } of data) {
      const p = sigmoid(slope * x + shift);
      const weight = p * (1 - p);
      gradientSlope += (p - y) * x;
      gradientShift += p - y;
      a += weight * x * x;
      b += weight * x;
      c += weight;
    }
    const determinant = a * c - b * b;
    // Half steps: the objective is convex, and slow is safe.
    slope -= (0.5 * (c * gradientSlope - b * gradientShift)) / determinant;
    shift -= (0.5 * (a * gradientShift - b * gradientSlope)) / determinant;
  }
  const rising = Math.max(0, slope);
  return { raw: KNOTS, calibrated: KNOTS.map((raw) => Math.round(1e6 * sigmoid(rising * logOdds(raw) + shift)) / 1e6) };
}
