import { type BootstrapOptions, bootstrapIntervals, type Interval } from './bootstrap.js';
import type { CalibrationPoint } from './calibration.js';

/** What is left when values below a probability become null. */
export interface KeptValues {
  /** given as `minProbability` */
  readonly threshold: number;
  /** right values among those that are kept */
  readonly precision: number;
  /** kept values among all that were given with a probability */
  readonly coverage: number;
  readonly kept: number;
}

export interface OperatingPoint {
  readonly wantedPrecision: number;
  /** whether a threshold with the wanted precision exists that still keeps `minKept` values */
  readonly isReached: boolean;
  /** the lowest threshold with the wanted precision; where there is none, the one with the best precision. Absent without values to look at */
  readonly point?: KeptValues & { readonly precisionInterval?: Interval; readonly coverageInterval?: Interval };
  /** precision and coverage on items that the threshold was not chosen on (five folds), which is what to expect on new texts */
  readonly heldOut?: Pick<KeptValues, 'precision' | 'coverage'>;
  readonly values: number;
  readonly minKept: number;
}

export interface OperatingPointOptions extends BootstrapOptions {
  /** fewer kept values say nothing about precision. @default 20 */
  readonly minKept?: number;
}

const FOLDS = 5;
const DEFAULT_MIN_KEPT = 20;

const valuesOf = (items: readonly (readonly CalibrationPoint[])[]) => items.flat().filter(({ kind }) => kind === 'value');

function keptAt(values: readonly CalibrationPoint[], threshold: number): KeptValues | undefined {
  const kept = values.filter(({ probability }) => probability >= threshold);
  if (kept.length === 0) return undefined;
  const right = kept.filter(({ isRight }) => isRight).length;
  return { threshold, precision: right / kept.length, coverage: kept.length / values.length, kept: kept.length };
}

/** Every threshold that makes a difference, from the highest to the lowest, in one pass. */
function sweep(values: readonly CalibrationPoint[]): KeptValues[] {
  const sorted = [...values].sort((a, b) => b.probability - a.probability);
  const points: KeptValues[] = [];
  let right = 0;
  sorted.forEach(({ probability, isRight }, at) => {
    if (isRight) right++;
    const kept = at + 1;
    // Equal probabilities are kept or left together.
    if (sorted[kept]?.probability === probability) return;
    points.push({ threshold: probability, precision: right / kept, coverage: kept / sorted.length, kept });
  });
  return points;
}

function choose(values: readonly CalibrationPoint[], wanted: number, minKept: number): { point?: KeptValues; isReached: boolean } {
  const points = sweep(values).filter(({ kept }) => kept >= minKept);
  const reached = points.filter(({ precision }) => precision >= wanted).at(-1);
  if (reached) return { point: reached, isReached: true };
  const [best] = [...points].sort((a, b) => b.precision - a.precision || b.kept - a.kept);
  return { point: best, isReached: false };
}

/** Chooses on four fifths of the items, measures on the last fifth, five times. */
function heldOut(items: readonly (readonly CalibrationPoint[])[], wanted: number, minKept: number): OperatingPoint['heldOut'] {
  let right = 0;
  let kept = 0;
  let all = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = valuesOf(items.filter((_, at) => at % FOLDS !== fold));
    const { point } = choose(seen, wanted, Math.ceil((minKept * (FOLDS - 1)) / FOLDS));
    const unseen = valuesOf(items.filter((_, at) => at % FOLDS === fold));
    const left = point === undefined ? [] : unseen.filter(({ probability }) => probability >= point.threshold);
    all += unseen.length;
    kept += left.length;
    right += left.filter(({ isRight }) => isRight).length;
  }
  return kept === 0 ? undefined : { precision: right / kept, coverage: kept / all };
}

/**
 * Finds the probability below which values must be dropped so that those that remain have a wanted precision. Every value that was given
 * with a probability counts, also invented ones; nulls do not.
 * @param items - the points of each item, because items are drawn whole for the intervals
 */
export function findOperatingPoint(
  items: readonly (readonly CalibrationPoint[])[],
  wantedPrecision: number,
  { minKept = DEFAULT_MIN_KEPT, ...bootstrap }: OperatingPointOptions = {},
): OperatingPoint {
  const values = valuesOf(items);
  const { point, isReached } = choose(values, wantedPrecision, minKept);
  const base = { wantedPrecision, isReached, values: values.length, minKept };
  if (point === undefined) return base;
  const intervals = bootstrapIntervals(
    items,
    (sample) => {
      const at = keptAt(valuesOf(sample), point.threshold);
      return { precision: at?.precision, coverage: at?.coverage ?? 0 };
    },
    bootstrap,
  );
  return {
    ...base,
    point: { ...point, precisionInterval: intervals.precision, coverageInterval: intervals.coverage },
    heldOut: isReached ? heldOut(items, wantedPrecision, minKept) : undefined,
  };
}
