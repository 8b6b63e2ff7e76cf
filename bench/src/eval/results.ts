import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type EvaluationReport, renderReports } from '@maaza/core/evaluation';

const jsonFile = new URL('../../results/eval.json', import.meta.url);
const document = new URL('../../../docs/quality.md', import.meta.url);

const NOTE = `<!-- Written by "npm run bench -- eval", which runs "maaza eval" on sets that are not part of this repository: nothing of them is used for
training, prompts, thresholds or choosing a model. -->`;

const readReports = (): EvaluationReport[] =>
  existsSync(jsonFile) ? (JSON.parse(readFileSync(jsonFile, 'utf8')) as EvaluationReport[]) : [];

/** A set measured now takes the place of its earlier result; the others stay. */
export function writeReport(report: EvaluationReport): void {
  const others = readReports().filter(({ name }) => name !== report.name);
  const all = [...others, report].sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(jsonFile, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(document, `${renderReports(all)}\n${NOTE}\n`);
}

const percent = (share: number | undefined) => (share === undefined ? '–' : `${(100 * share).toFixed(1)} %`);

/** One line for the terminal. */
export function summaryOf({ name, items, figures, floors, statuses }: EvaluationReport): string {
  const { fieldF1, valueF1, exactMatch, inventionRate, ece10 } = figures;
  return [
    `${name}: ${items} items`,
    `field F1 ${percent(fieldF1?.value)} (all null ${percent(floors.allNull.fieldF1)}, no model ${percent(floors.labels.fieldF1)})`,
    `F1 of values ${percent(valueF1?.value)}`,
    `exact ${percent(exactMatch?.value)}`,
    `invented ${percent(inventionRate?.value)}`,
    `ECE ${ece10 ? ece10.value.toFixed(3) : '–'}`,
    `invalid ${statuses.invalid}, crashed ${statuses.crashed}`,
  ].join(', ');
}
