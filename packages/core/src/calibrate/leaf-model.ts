import { sigmoid } from './sigmoid.js';

/**
 * What a leaf's probability is told from. The first five say its kind (see `LeafKind`), as 0 or 1; `present`, `around`, `first` and `lowest` are
 * log-odds of the decisions that led to it (see `LeafEvidence`); `item` and `inRecord` say whether it is an item of a list, or a value in one;
 * `position` is the natural logarithm of its item's place, counted from 1; `repeats` counts earlier strings that are the same, up to 3,
 * outside of records.
 */
export const leafFeatures = [
  'copied',
  'written',
  'unprinted',
  'corrected',
  'chosen',
  'present',
  'around',
  'first',
  'lowest',
  'item',
  'inRecord',
  'position',
  'repeats',
] as const;

export type LeafFeature = (typeof leafFeatures)[number];
export type LeafFeatures = Readonly<Record<LeafFeature, number>>;

/** Log-odds that a leaf is right: the intercept and the sum over its features, each times its weight. A feature without a weight counts nothing. */
export interface WeightedFeatures {
  readonly intercept: number;
  readonly weights: Readonly<Partial<Record<LeafFeature, number>>>;
}

/** Fitted by `scripts/fit-calibration.ts`, one for values and one for nulls. */
export interface LeafModel {
  readonly values: WeightedFeatures;
  readonly nulls: WeightedFeatures;
}

/** The chance that a leaf with these features is right. */
export function weigh({ intercept, weights }: WeightedFeatures, features: LeafFeatures): number {
  return sigmoid(leafFeatures.reduce((sum, feature) => sum + (weights[feature] ?? 0) * features[feature], intercept));
}

function isWeightedFeatures(value: unknown): value is WeightedFeatures {
  const { intercept, weights } = (value ?? {}) as Partial<WeightedFeatures>;
  if (!Number.isFinite(intercept) || typeof weights !== 'object' || weights === null) return false;
  return Object.entries(weights).every(([name, weight]) => (leafFeatures as readonly string[]).includes(name) && Number.isFinite(weight));
}

export const isLeafModel = (value: unknown): value is LeafModel => {
  const { values, nulls } = (value ?? {}) as Partial<LeafModel>;
  return isWeightedFeatures(values) && isWeightedFeatures(nulls);
};
