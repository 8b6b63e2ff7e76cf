import type { OperatingPoint } from './operating-point.js';
import type { EvaluationReport, Figure, Floor } from './report.js';

const percent = (share: number | undefined): string => (share === undefined ? '–' : (100 * share).toFixed(1));
const plain = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(3));

/** Text of others inside a table or list must not become markup. */
const literal = (text: string): string => text.replace(/[\\`*_|<>[\]]/g, '\\$&').replace(/\s+/g, ' ');

function withInterval(figure: Figure | undefined, format: (value: number | undefined) => string): string {
  if (figure === undefined) return '–';
  const { value, low, high } = figure;
  return low === undefined ? format(value) : `${format(value)} (${format(low)}–${format(high)})`;
}

type Cell = (report: EvaluationReport) => string;

function table(reports: readonly EvaluationReport[], columns: Readonly<Record<string, Cell>>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const names = Object.keys(columns);
  return [
    line(names),
    line(names.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...reports.map((report) => line(Object.values(columns).map((cell) => cell(report)))),
  ];
}

const name: Cell = (report) => literal(report.name);
const figure =
  (key: keyof EvaluationReport['figures'], format = percent): Cell =>
  ({ figures }) =>
    withInterval(figures[key], format);
const floor =
  (which: keyof EvaluationReport['floors'], key: keyof Floor): Cell =>
  ({ floors }) =>
    percent(floors[which][key]);

const valueColumns: Readonly<Record<string, Cell>> = {
  set: name,
  items: ({ items }) => String(items),
  'field F1': figure('fieldF1'),
  'all null': floor('allNull', 'fieldF1'),
  'no model': floor('labels', 'fieldF1'),
  'F1 of values': figure('valueF1'),
  'no model, values': floor('labels', 'valueF1'),
  exact: figure('exactMatch'),
  'no model, exact': floor('labels', 'exactMatch'),
};

const trustColumns: Readonly<Record<string, Cell>> = {
  set: name,
  'invented on null leaves': figure('inventionRate'),
  'null leaves': ({ tally }) => String(tally.nullLeaves),
  'invalid outputs': ({ statuses }) => String(statuses.invalid),
  'cut short': ({ statuses }) => String(statuses.truncated),
  crashes: ({ statuses }) => String(statuses.crashed),
  incomplete: ({ statuses }) => String(statuses.incomplete),
  'slice equation broken': ({ slices }) => `${slices.broken.length} of ${slices.placed}`,
  'places right': figure('spanAccuracy'),
  'places right of correct values': figure('spanAccuracyOfCorrect'),
};

const calibrationColumns: Readonly<Record<string, Cell>> = {
  set: name,
  'ECE, 10 bins': figure('ece10', plain),
  'ECE, 15 bins': figure('ece15', plain),
  Brier: figure('brier', plain),
  values: ({ calibration }) => String(calibration.values),
  nulls: ({ calibration }) => String(calibration.nulls),
};

/** One sentence about the wanted precision. */
export function describeOperatingPoint({ wantedPrecision, isReached, point, heldOut, values, minKept }: OperatingPoint): string {
  const wanted = `${percent(wantedPrecision)} %`;
  if (point === undefined)
    return `a precision of ${wanted} cannot be looked for: ${values} values with a probability, at least ${minKept} are needed`;
  const at = `${percent(point.precision)} %${point.precisionInterval ? ` (${percent(point.precisionInterval.low)}–${percent(point.precisionInterval.high)})` : ''}`;
  const coverage = `${percent(point.coverage)} %${point.coverageInterval ? ` (${percent(point.coverageInterval.low)}–${percent(point.coverageInterval.high)})` : ''}`;
  const threshold = point.threshold.toFixed(4);
  if (!isReached)
    return `a precision of ${wanted} is not reached by any threshold that keeps at least ${minKept} of ${values} values; the best is ${at} from ${threshold} on, which keeps ${coverage} of them`;
  const unseen = heldOut
    ? `; on items that it was not chosen on ${percent(heldOut.precision)} %, keeping ${percent(heldOut.coverage)} %`
    : '';
  return `a precision of ${wanted} is reached by keeping values with a probability of ${threshold} or more: ${at}, which keeps ${coverage} of ${values} values${unseen}`;
}

function details(report: EvaluationReport): string[] {
  const { calibration, failures, slices, operatingPoint, medianLatencyMs, model, items, date, bootstrap } = report;
  const latency =
    medianLatencyMs === undefined ? '' : ` Median ${(medianLatencyMs / 1000).toFixed(1)} s an item on the machine that ran it.`;
  const bins = calibration.reliability.map(
    ({ from, to, count, meanProbability, accuracy }) =>
      `| ${from.toFixed(1)}–${to.toFixed(1)} | ${count} | ${meanProbability.toFixed(3)} | ${accuracy.toFixed(3)} |`,
  );
  return [
    `### ${literal(report.name)}`,
    '',
    `${items} items, ${literal(model)}, ${date.slice(0, 10)}; intervals from ${bootstrap.resamples} resamples, seed ${bootstrap.seed}.${latency}`,
    ...(operatingPoint ? ['', `Operating point: ${describeOperatingPoint(operatingPoint)}.`] : []),
    ...(bins.length > 0 ? ['', '| probability | leaves | mean probability | right |', '| --- | ---: | ---: | ---: |', ...bins] : []),
    ...(failures.length > 0
      ? ['', ...failures.map(({ id, status, reasons }) => `- ${status}: ${literal(id)}: ${literal(reasons.join('; '))}`)]
      : []),
    ...(slices.broken.length > 0
      ? ['', ...slices.broken.map(({ id, pointer }) => `- wrong place: ${literal(id)} at ${literal(pointer)}`)]
      : []),
    '',
  ];
}

const LEGEND = `Shares are in percent, with a 95 % interval (bootstrap over items) in brackets. Leaves are compared one by one after white space is trimmed and
collapsed, numbers as numbers, lists as sets by the best one-to-one assignment.

- **Field F1** counts a correct null as a hit; **F1 of values** does not, so that an answer that says nothing gets 0. **Exact**: every leaf of the item is right.
- **All null** is the answer that says nothing. **No model** is a parser of about 150 lines that reads what stands behind a label with the name of the field.`;

const TRUST_LEGEND = `An invented value stands where the text gives none. An incomplete answer lacks a required value and says so; one that was cut short reached the limit
of its output or of the window, and fits its schema as far as it goes; an invalid one breaks its schema.
The slice equation is \`text.slice(start, end) === printed\`. A place is right when start and end are those of the set, of all places that it states,
and of those whose value is right.`;

const CALIBRATION_LEGEND = `Expected calibration error and Brier score over all values and nulls that came with a probability.`;

/** Reports of sets as one Markdown document: all figures beside the floors, then each set by itself. */
export function renderReports(reports: readonly EvaluationReport[]): string {
  return [
    '# Quality',
    '',
    LEGEND,
    '',
    '## Values',
    '',
    ...table(reports, valueColumns),
    '',
    '## Inventions, validity and places',
    '',
    TRUST_LEGEND,
    '',
    ...table(reports, trustColumns),
    '',
    '## Probabilities',
    '',
    CALIBRATION_LEGEND,
    '',
    ...table(reports, calibrationColumns),
    '',
    '## Set by set',
    '',
    ...reports.flatMap(details),
  ].join('\n');
}
