import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Failure, Score, SetResult } from './run-set.js';
import { inventionRate, leafF1, valueF1 } from './score.js';

const folder = new URL('../../results/', import.meta.url);
const jsonFile = new URL('eval.json', folder);

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function scoreRow(label: string, { tally, exact }: Score, items: number): string {
  const figures = [leafF1(tally), valueF1(tally), exact / items, inventionRate(tally)];
  return line([label, ...figures.map(percent)]);
}

const listFailures = (title: string, failures: readonly Failure[]) =>
  failures.length === 0 ? [] : ['', `${title}:`, '', ...failures.map(({ id, reasons }) => `- \`${id}\`: ${reasons.join('; ')}`)];

/** One set as a markdown section: the answers, the floor below them, and what went wrong. */
export function renderSet({ name, date, model, items, answer, floor, invalid, crashes, incomplete, latenciesMs }: SetResult): string {
  return [
    `## ${name}`,
    '',
    line(['', 'leaf F1', 'F1 of values', 'exact', 'invented on null leaves']),
    line(['---', '---:', '---:', '---:', '---:']),
    scoreRow(model, answer, items),
    scoreRow('all null', floor, items),
    '',
    `${items} items; null leaves: ${floor.tally.nullLeaves}. Invalid outputs: ${invalid.length}. Crashes: ${crashes.length}. ` +
      `Honest but incomplete (a required value is missing): ${incomplete}. Median ${(median(latenciesMs) / 1000).toFixed(1)} s an item. ${date}`,
    ...listFailures('Invalid outputs', invalid),
    ...listFailures('Crashes', crashes),
    '',
  ].join('\n');
}

const legend = `# Evaluation

Only measured here: nothing of these sets is used for training, prompts or choosing a model. Leaf F1 counts a correct null as a hit; F1 of
values leaves correct nulls out, so a model that says nothing scores 0. Lists are compared as sets. Times hold for one machine and run.

`;

/** Sets measured now take the place of their earlier results; the others stay. */
export function writeResults(results: readonly SetResult[]): void {
  mkdirSync(folder, { recursive: true });
  const earlier = existsSync(jsonFile) ? (JSON.parse(readFileSync(jsonFile, 'utf8')) as SetResult[]) : [];
  const byName = new Map([...earlier, ...results].map((result) => [result.name, result]));
  const all = [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
  writeFileSync(jsonFile, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(new URL('eval.md', folder), legend + all.map(renderSet).join('\n'));
}
