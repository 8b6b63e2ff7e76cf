import { type BootstrapOptions, bootstrapDefaults, bootstrapIntervals, type Interval } from './bootstrap.js';
import { brierScore, type CalibrationPoint, expectedCalibrationError, type ReliabilityBin, reliability } from './calibration.js';
import type { ItemStatus, JudgedItem } from './judge-item.js';
import { findOperatingPoint, type OperatingPoint } from './operating-point.js';
import { addTallies, emptyTally, fieldF1, inventionRate, isExact, valueF1 } from './tally.js';
import type { Tally } from './types.js';

/** A figure with its 95 % interval. */
export interface Figure extends Partial<Interval> {
  readonly value: number;
}

/** What of one way to answer does not depend on places and probabilities. */
export interface Floor {
  readonly fieldF1: number;
  readonly valueF1: number;
  readonly exactMatch: number;
  readonly inventionRate?: number;
}

export type FigureName =
  | 'fieldF1'
  | 'valueF1'
  | 'exactMatch'
  | 'inventionRate'
  | 'spanAccuracy'
  | 'spanAccuracyOfCorrect'
  | 'ece10'
  | 'ece15'
  | 'brier';

const statuses = ['valid', 'incomplete', 'truncated', 'invalid', 'crashed'] as const satisfies readonly ItemStatus[];
type FailedStatus = Exclude<ItemStatus, 'valid' | 'incomplete'>;

/** The result of one set; plain JSON. */
export interface EvaluationReport {
  readonly name: string;
  readonly model: string;
  /** ISO 8601 */
  readonly date: string;
  readonly items: number;
  /** shares from 0 to 1; one that cannot be said of this set is absent */
  readonly figures: Readonly<Partial<Record<FigureName, Figure>>>;
  readonly floors: { readonly allNull: Floor; readonly labels: Floor };
  readonly tally: Tally;
  readonly statuses: Readonly<Record<ItemStatus, number>>;
  /** items without a usable or whole answer, and why */
  readonly failures: readonly { readonly id: string; readonly status: FailedStatus; readonly reasons: readonly string[] }[];
  readonly spans: {
    readonly known: number;
    readonly right: number;
    readonly hits: number;
    readonly hitsRight: number;
    readonly hitsElsewhere: number;
  };
  /** places whose words are not the ones that they are said to be; must be empty */
  readonly slices: { readonly placed: number; readonly broken: readonly { readonly id: string; readonly pointer: string }[] };
  readonly calibration: {
    readonly points: number;
    readonly values: number;
    readonly nulls: number;
    readonly reliability: readonly ReliabilityBin[];
  };
  readonly operatingPoint?: OperatingPoint;
  readonly medianLatencyMs?: number;
  readonly bootstrap: Required<BootstrapOptions>;
}

export interface ReportOptions extends BootstrapOptions {
  readonly name: string;
  readonly model: string;
  /** Unix time in milliseconds. @default Date.now() */
  readonly now?: number;
  /** precision to find a threshold for, 0 … 1. @default none */
  readonly wantedPrecision?: number;
}

const ratio = (part: number, whole: number) => (whole === 0 ? undefined : part / whole);
const sumTallies = (tallies: readonly Tally[]) => tallies.reduce(addTallies, emptyTally);

function sumSpans(items: readonly JudgedItem[]): EvaluationReport['spans'] {
  const sum = { known: 0, right: 0, hits: 0, hitsRight: 0, hitsElsewhere: 0 };
  for (const { spans } of items) for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += spans[key];
  return sum;
}

/** Every figure of a set of items; also of one that was drawn for an interval. */
function figuresOf(items: readonly JudgedItem[]): Record<FigureName, number | undefined> {
  const tally = sumTallies(items.map((item) => item.tally));
  const spans = sumSpans(items);
  const points = items.flatMap((item) => item.points);
  return {
    fieldF1: fieldF1(tally),
    valueF1: valueF1(tally),
    exactMatch: ratio(items.filter((item) => isExact(item.tally)).length, items.length),
    inventionRate: inventionRate(tally),
    spanAccuracy: ratio(spans.right, spans.known),
    spanAccuracyOfCorrect: ratio(spans.hitsRight, spans.hits),
    ece10: expectedCalibrationError(points, 10),
    ece15: expectedCalibrationError(points, 15),
    brier: brierScore(points),
  };
}

function floorOf(tallies: readonly Tally[]): Floor {
  const tally = sumTallies(tallies);
  return {
    fieldF1: fieldF1(tally),
    valueF1: valueF1(tally),
    exactMatch: ratio(tallies.filter(isExact).length, tallies.length) ?? 0,
    inventionRate: inventionRate(tally),
  };
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function describeCalibration(points: readonly CalibrationPoint[]): EvaluationReport['calibration'] {
  const values = points.filter(({ kind }) => kind === 'value').length;
  return { points: points.length, values, nulls: points.length - values, reliability: reliability(points, 10) };
}

/** Adds up the judged items of a set, with intervals, beside the floors. */
export function createReport(items: readonly JudgedItem[], options: ReportOptions): EvaluationReport {
  const bootstrap = { resamples: options.resamples ?? bootstrapDefaults.resamples, seed: options.seed ?? bootstrapDefaults.seed };
  const values = figuresOf(items);
  const intervals = bootstrapIntervals(items, figuresOf, bootstrap);
  const names = (Object.keys(values) as FigureName[]).filter((name) => values[name] !== undefined);
  const count = (status: ItemStatus) => items.filter((item) => item.status === status).length;
  return {
    name: options.name,
    model: options.model,
    date: new Date(options.now ?? Date.now()).toISOString(),
    items: items.length,
    figures: Object.fromEntries(names.map((name) => [name, { value: values[name]!, ...intervals[name] }])),
    floors: { allNull: floorOf(items.map(({ floors }) => floors.allNull)), labels: floorOf(items.map(({ floors }) => floors.labels)) },
    tally: sumTallies(items.map(({ tally }) => tally)),
    statuses: Object.fromEntries(statuses.map((status) => [status, count(status)])) as Record<ItemStatus, number>,
    failures: items.flatMap(({ id, status, reasons }) => (status === 'valid' || status === 'incomplete' ? [] : [{ id, status, reasons }])),
    spans: sumSpans(items),
    slices: {
      placed: items.reduce((sum, { slices }) => sum + slices.placed, 0),
      broken: items.flatMap(({ id, slices }) => slices.broken.map((pointer) => ({ id, pointer }))),
    },
    calibration: describeCalibration(items.flatMap(({ points }) => points)),
    operatingPoint:
      options.wantedPrecision === undefined
        ? undefined
        : findOperatingPoint(
            items.map(({ points }) => points),
            options.wantedPrecision,
            bootstrap,
          ),
    medianLatencyMs: median(items.flatMap(({ latencyMs }) => latencyMs ?? [])),
    bootstrap,
  };
}
