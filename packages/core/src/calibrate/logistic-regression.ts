import { sigmoid } from './sigmoid.js';

const STEPS = 50;
/** Newton steps are cut to this length in standardised units: far steps overshoot where the data can be separated. */
const LONGEST_STEP = 5;
const CONVERGED = 1e-10;

/** One example: its features, and whether it was right. */
export interface Example {
  readonly features: readonly number[];
  readonly isRight: boolean;
}

/** `sigmoid(intercept + Σ weights · features)` */
export interface LinearModel {
  readonly intercept: number;
  readonly weights: readonly number[];
}

export const predict = ({ intercept, weights }: LinearModel, features: readonly number[]): number =>
  sigmoid(weights.reduce((sum, weight, i) => sum + weight * features[i]!, intercept));

interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

function scaleOf(values: readonly number[]): Scale {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // A feature that never changes tells nothing: its weight stays 0.
  return { mean, deviation: variance > 1e-12 ? Math.sqrt(variance) : Number.POSITIVE_INFINITY };
}

/** Solves `matrix · x = vector` for a symmetric positive definite matrix by Cholesky's method. Both are overwritten. */
function solve(matrix: Float64Array[], vector: Float64Array): Float64Array {
  const size = vector.length;
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = matrix[i]![j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i]![k]! * matrix[j]![k]!;
      matrix[i]![j] = i === j ? Math.sqrt(sum) : sum / matrix[j]![j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) vector[i]! -= matrix[i]![k]! * vector[k]!;
    vector[i]! /= matrix[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) vector[i]! -= matrix[k]![i]! * vector[k]!;
    vector[i]! /= matrix[i]![i]!;
  }
  return vector;
}

/**
 * Logistic regression by Newton's method on standardised features, with a quadratic penalty on all weights but the intercept.
 * @param penalty - in examples: how much evidence a weight of 1 in standardised units needs
 */
export function fitLogisticRegression(examples: readonly Example[], penalty: number): LinearModel {
  const count = examples[0]?.features.length ?? 0;
  const scales = Array.from({ length: count }, (_, i) => scaleOf(examples.map(({ features }) => features[i]!)));
  // The last column is the intercept's.
  const rows = examples.map(({ features }) =>
    Float64Array.from([...scales.map(({ mean, deviation }, i) => (features[i]! - mean) / deviation), 1]),
  );
  const beta = new Float64Array(count + 1);
  for (let step = 0; step < STEPS; step++) {
    const gradient = beta.map((value, i) => (i < count ? penalty * value : 0));
    const hessian = Array.from(beta, (_, i) => {
      const row = new Float64Array(count + 1);
      row[i] = i < count ? penalty : 1e-6;
      return row;
    });
    rows.forEach((row, n) => {
      const p = sigmoid(row.reduce((sum, x, i) => sum + x * beta[i]!, 0));
      const error = p - (examples[n]!.isRight ? 1 : 0);
      for (let i = 0; i <= count; i++) {
        gradient[i]! += error * row[i]!;
        for (let j = 0; j <= i; j++) hessian[i]![j]! += p * (1 - p) * row[i]! * row[j]!;
      }
    });
    const change = solve(hessian, gradient);
    const longest = change.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const share = Math.min(1, LONGEST_STEP / Math.max(longest, 1e-300));
    for (let i = 0; i <= count; i++) beta[i]! -= share * change[i]!;
    if (longest < CONVERGED) break;
  }
  const weights = scales.map(({ deviation }, i) => beta[i]! / deviation);
  return { intercept: weights.reduce((sum, weight, i) => sum - weight * scales[i]!.mean, beta[count]!), weights };
}
