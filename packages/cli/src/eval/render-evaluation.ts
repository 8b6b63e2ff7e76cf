import { describeOperatingPoint, type EvaluationReport, type Figure, renderReports } from '@maaza/core/evaluation';
import { toSafeJson, toSafeText } from '../output/safe-text.js';
import { drawTable } from '../output/table.js';
import type { EvaluationFormat } from './options.js';

const HEAD = [
  'set',
  'items',
  'field F1',
  'all null',
  'no model',
  'value F1',
  'exact',
  'invented',
  'places',
  'ECE',
  'cut short',
  'invalid',
  'crashed',
];
const SHOWN_FAILURES = 10;

const percent = (share: number | undefined) => (share === undefined ? '–' : (100 * share).toFixed(1));

/** Half the width of the interval stands for both sides: the table must stay readable. */
function withSpread(figure: Figure | undefined): string {
  if (figure?.low === undefined || figure.high === undefined) return percent(figure?.value);
  return `${percent(figure.value)} ±${(50 * (figure.high - figure.low)).toFixed(1)}`;
}

/** The reports of all sets, without the last line break. */
export function renderEvaluation(reports: readonly EvaluationReport[], format: EvaluationFormat): string {
  switch (format) {
    case 'json':
      return toSafeJson({ object: 'evaluation', sets: reports }, 2);
    case 'markdown':
      return renderReports(reports).trimEnd();
    case 'table':
      return [drawTable(HEAD, reports.map(rowOf), 'plain'), ...reports.flatMap(remarksOn)].join('\n');
  }
}

function rowOf({ name, items, figures, floors, statuses }: EvaluationReport): string[] {
  return [
    toSafeText(name),
    String(items),
    withSpread(figures.fieldF1),
    percent(floors.allNull.fieldF1),
    percent(floors.labels.fieldF1),
    withSpread(figures.valueF1),
    withSpread(figures.exactMatch),
    withSpread(figures.inventionRate),
    withSpread(figures.spanAccuracyOfCorrect),
    figures.ece10 === undefined ? '–' : figures.ece10.value.toFixed(3),
    String(statuses.truncated),
    String(statuses.invalid),
    String(statuses.crashed),
  ];
}

function remarksOn({ name, operatingPoint, failures, slices }: EvaluationReport): string[] {
  const shown = failures.slice(0, SHOWN_FAILURES).map(({ id, status, reasons }) => `${status} ${id}: ${reasons.join('; ')}`);
  const rest = failures.length > shown.length ? [`and ${failures.length - shown.length} more`] : [];
  const broken = slices.broken.map(({ id, pointer }) => `wrong place ${id}: ${pointer}`);
  const lines = [...(operatingPoint ? [describeOperatingPoint(operatingPoint)] : []), ...shown, ...rest, ...broken];
  return lines.length === 0 ? [] : ['', `${toSafeText(name)}:`, ...lines.map((line) => `  ${toSafeText(line)}`)];
}
