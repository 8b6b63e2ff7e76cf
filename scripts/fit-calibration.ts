/**
 * Fits what the embedded model's probabilities mean: `npx tsx scripts/fit-calibration.ts RECORDS.jsonl... [--fit a] [--held-out b]...
 * [--min-probability 0.3] [--write]`.
 * The records are answers to labelled texts that the model was not trained on, written by `scripts/collect-leaves.ts`. Fitted on one set, measured on
 * another; the default threshold is the one with the best F1 of values there, unless one is given. `--write` puts the result into packages/model-135m/model.json. See docs/decisions/calibration.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  type Calibration,
  type CalibrationCurve,
  calibrated,
  fitIsotonic,
  fitLogistic,
  fitLogisticRegression,
  type LeafModel,
  leafFeatures,
  leafKinds,
  noCalibration,
  type Outcome,
  type SecondLook,
  type WeightedFeatures,
} from '../packages/core/src/calibrate/index.js';
import { calibrationError, type LabelledRecord, lookTwice, operate, type RequiredLeaf } from './calibration/figures.js';
import { type LabelledLeaf, type LeafRecord, labelLeaves, readRecords } from './calibration/leaf-records.js';

const modelFile = fileURLToPath(new URL('../packages/model-135m/model.json', import.meta.url));
/** Values that one knot of a free curve stands for, and that a kind needs for a curve that rises. */
const FEWEST_PER_KNOT = 20;
const FEWEST_PER_KIND = 40;
/** Values that a weight of the leaf model has to be worth. */
const PENALTY = 3;
/** Share of the required values that are there, and may be called missing. */
const MOST_LOST = 0.015;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fit: { type: 'string', default: 'a' },
    'held-out': { type: 'string', multiple: true, default: ['b'] },
    'min-probability': { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const rows = (table: readonly Record<string, string | number>[]) => console.table(table);

const label = (records: readonly LeafRecord[], calibration: Calibration): LabelledRecord[] =>
  records.map((record) => ({ record, leaves: labelLeaves(record, record.asIs, calibration) })).filter(({ leaves }) => leaves.length > 0);

const outcomesOf = (leaves: readonly LabelledLeaf[]): Outcome[] => leaves.map(({ raw, isRight }) => ({ raw, isRight }));

/** Mean logarithmic loss of a way to fit, over five parts of which each is predicted from the other four. */
function lossOf(make: (outcomes: readonly Outcome[]) => CalibrationCurve, outcomes: readonly Outcome[]): number {
  const parts = 5;
  let loss = 0;
  for (let part = 0; part < parts; part++) {
    const curve = make(outcomes.filter((_, i) => i % parts !== part));
    for (const { raw, isRight } of outcomes.filter((_, i) => i % parts === part)) {
      const p = Math.min(1 - 1e-6, Math.max(1e-6, calibrated(curve, raw)));
      loss -= Math.log(isRight ? p : 1 - p);
    }
  }
  return loss / outcomes.length;
}

/** The free curve where there is data enough for it, else the one of two parameters: what predicts unseen parts better. */
function fitCurve(outcomes: readonly Outcome[]): CalibrationCurve {
  const isotonic = (data: readonly Outcome[]) => fitIsotonic(data, FEWEST_PER_KNOT);
  return lossOf(isotonic, outcomes) < lossOf(fitLogistic, outcomes) ? isotonic(outcomes) : fitLogistic(outcomes);
}

/** One curve for each kind that the data shows. */
function fitLeaves(leaves: readonly LabelledLeaf[]): Calibration['leaves'] {
  return Object.fromEntries(
    leafKinds.flatMap((kind) => {
      const outcomes = outcomesOf(leaves.filter((leaf) => leaf.kind === kind));
      if (outcomes.length === 0) return [];
      // Too few for a slope: the share that was right, whatever the model says.
      return [[kind, outcomes.length < FEWEST_PER_KIND ? fitIsotonic(outcomes, outcomes.length) : fitCurve(outcomes)]];
    }),
  );
}

function fitWeights(leaves: readonly LabelledLeaf[]): WeightedFeatures {
  const examples = leaves.flatMap(({ features, isRight }) =>
    features ? [{ features: leafFeatures.map((feature) => features[feature]), isRight }] : [],
  );
  const { intercept, weights } = fitLogisticRegression(examples, PENALTY);
  const named = leafFeatures.flatMap((feature, i) => (weights[i] === 0 ? [] : [[feature, round(weights[i]!)]]));
  return { intercept: round(intercept), weights: Object.fromEntries(named) };
}

const round = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Nulls have fewer doubts than values have, and weigh them otherwise. */
const fitModel = (leaves: readonly LabelledLeaf[]): LeafModel => ({
  values: fitWeights(leaves.filter(({ kind }) => kind !== 'null')),
  nulls: fitWeights(leaves.filter(({ kind }) => kind === 'null')),
});

const productOf = (leaves: readonly LabelledLeaf[]): number =>
  leaves.reduce((product, { field }) => {
    const { probability = 1, reason } = field;
    return product * (reason === undefined || reason === 'absent' ? probability : 1 - probability);
  }, 1);

const recordOutcomes = (records: readonly LabelledRecord[]): Outcome[] =>
  records.map(({ leaves }) => ({ raw: productOf(leaves), isRight: leaves.every(({ isRight }) => isRight) }));

function requiredLeaves(records: readonly LeafRecord[]): RequiredLeaf[][] {
  return records.flatMap((record) => {
    if (!record.allRequired || !record.noneRequired) return [];
    const second = new Map(labelLeaves(record, record.noneRequired, noCalibration).map((leaf) => [leaf.pointer, leaf]));
    const first = labelLeaves(record, record.allRequired, noCalibration);
    const required = first.filter(({ pointer, field, mayBeMissing }) => field.value !== null && !mayBeMissing && second.has(pointer));
    return [
      required.map(({ pointer, expected, isRight, raw }) => {
        const other = second.get(pointer)!;
        return { isAbsent: expected === null, isRight, raw, ...(other.field.reason === 'absent' && { rawAbsence: other.raw }) };
      }),
    ];
  });
}

/**
 * When to ask again is a matter of time, and stays. Which answer to believe then is chosen so that the fewest values are invented while hardly any
 * is lost that the text gives.
 */
function fitSecondLook(texts: readonly RequiredLeaf[][]): SecondLook {
  const { below } = noCalibration.secondLook;
  let best = noCalibration.secondLook;
  let fewest = Number.POSITIVE_INFINITY;
  for (const keepFrom of [0.9, 0.95, 0.98, 0.99, 1]) {
    // A null that is barely likelier than a value proves nothing, however well it does on few texts.
    for (const absentFrom of [0.9, 0.85, 0.8, 0.75, 0.7]) {
      const { invented, lost, present } = lookTwice(texts, { below, keepFrom, absentFrom });
      if (invented >= fewest || lost > MOST_LOST * present) continue;
      fewest = invented;
      best = { below, keepFrom, absentFrom };
    }
  }
  return best;
}

/** The threshold with the best F1 of values: each value that it takes out is more often wrong than the answer can afford. */
function fitThreshold(records: readonly LabelledRecord[]): number {
  const thresholds = Array.from({ length: 20 }, (_, i) => i / 20);
  return thresholds.reduce((best, each) => (operate(records, each).f1 > operate(records, best).f1 ? each : best));
}

function report(title: string, records: readonly LeafRecord[], calibration: Calibration): void {
  const raw = label(records, noCalibration);
  const done = label(records, calibration);
  const leaves = done.flatMap((each) => each.leaves);
  const calibratedOutcomes = leaves.map(({ field, isRight }) => ({ raw: field.probability!, isRight }));
  console.log(`\n${title}: ${done.length} texts, ${leaves.length} leaves`);
  rows(
    leafKinds.map((kind) => {
      const own = leaves.filter((leaf) => leaf.kind === kind);
      const share = own.filter(({ isRight }) => isRight).length / Math.max(1, own.length);
      const after = own.map(({ field, isRight }) => ({ raw: field.probability!, isRight }));
      return {
        kind,
        leaves: own.length,
        right: percent(share),
        'ECE raw': percent(calibrationError(outcomesOf(own))),
        ECE: percent(calibrationError(after)),
      };
    }),
  );
  const rawRecords = recordOutcomes(raw);
  const products = recordOutcomes(done);
  rows([
    {
      of: 'leaves',
      'ECE raw': percent(calibrationError(raw.flatMap((each) => outcomesOf(each.leaves)))),
      ECE: percent(calibrationError(calibratedOutcomes)),
      'ECE, 15 bins': percent(calibrationError(calibratedOutcomes, undefined, 15)),
    },
    {
      of: 'records',
      'ECE raw': percent(calibrationError(rawRecords)),
      ECE: percent(calibrationError(products, calibration.record)),
      'ECE, 15 bins': percent(calibrationError(products, calibration.record, 15)),
    },
  ]);
  rows(
    [...new Set([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9])].sort().map((threshold) => {
      const { inventionRate, nullLeaves, f1 } = operate(done, threshold);
      return { minProbability: threshold, 'null leaves': nullLeaves, invented: percent(inventionRate), 'F1 of values': percent(f1) };
    }),
  );
  const texts = requiredLeaves(records);
  if (texts.length === 0) return;
  const never = { below: 0, keepFrom: 0, absentFrom: 1 };
  rows(
    [never, noCalibration.secondLook, calibration.secondLook].map((secondLook) => {
      const { right, invented, lost, absent, present } = lookTwice(texts, secondLook);
      const shares = { right: right / (absent + present), invented: invented / absent, lost: lost / present };
      return {
        ...{ texts: texts.length, ...secondLook, absent, invented: percent(shares.invented) },
        ...{ present, lost: percent(shares.lost), right: percent(shares.right) },
      };
    }),
  );
}

if (positionals.length === 0)
  throw new Error('usage: npx tsx scripts/fit-calibration.ts RECORDS.jsonl... [--fit a] [--held-out b]... [--write]');
const records = positionals.flatMap(readRecords);
const manifest = JSON.parse(readFileSync(modelFile, 'utf8')) as Record<string, unknown> & { calibration?: Calibration };
const fitted = records.filter(({ set }) => set === values.fit);
const rawLeaves = label(fitted, noCalibration).flatMap((each) => each.leaves);
const required = requiredLeaves(fitted);
const secondLook = required.length > 0 ? fitSecondLook(required) : (manifest.calibration ?? noCalibration).secondLook;
const withLeaves: Calibration = { ...noCalibration, secondLook, leaves: fitLeaves(rawLeaves), model: fitModel(rawLeaves) };
const labelled = label(fitted, withLeaves);
const best = fitThreshold(labelled);
const minProbability = Number(values['min-probability'] ?? best);
const calibration: Calibration = { ...withLeaves, record: fitCurve(recordOutcomes(labelled)), minProbability };
report(`fitted on "${values.fit}"`, fitted, calibration);
for (const heldOut of values['held-out']) {
  report(
    `held out "${heldOut}"`,
    records.filter(({ set }) => set === heldOut),
    calibration,
  );
}
console.log(
  `\nbest F1 of values with minProbability ${best}, chosen ${minProbability}, second look ${JSON.stringify(calibration.secondLook)}`,
);
console.log(JSON.stringify(calibration.model, undefined, 2));
if (values.write) {
  const { files, calibration: _, ...rest } = manifest;
  writeFileSync(modelFile, `${JSON.stringify({ ...rest, calibration, files }, undefined, 2)}\n`);
  console.log(`wrote ${modelFile}`);
}
