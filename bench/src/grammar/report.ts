import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus } from 'node:os';
import { type Measurements, percentile } from './measure.js';

const ranks = [50, 90, 95, 99, 100] as const;

interface Row {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly number[];
}

function rowsOf(runs: readonly Measurements[]): Row[] {
  const percentiles = (label: string, unit: string, pick: (run: Measurements) => readonly number[]) =>
    ranks.map((rank) => ({ label: `${label} p${rank}`, unit, values: runs.map((run) => percentile(pick(run), rank)) }));
  return [
    { label: 'schemas refused', unit: '', values: runs.map((run) => run.refused) },
    { label: 'valid instances followed to the end', unit: '', values: runs.map((run) => run.instances) },
    { label: 'valid instances not followed', unit: '', values: runs.map((run) => run.rejectedInstances) },
    { label: 'schemas given up after 2 s', unit: '', values: runs.map((run) => run.cutShort) },
    ...percentiles('compile', 'ms', (run) => run.compileMs),
    ...percentiles('compile, CPU of all threads', 'ms', (run) => run.compileCpuMs),
    ...percentiles('mask', 'µs', (run) => run.maskUs),
  ];
}

const figure = (value: number) => (Number.isInteger(value) || value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3));

/** A markdown table; the last column says how many times the first engine's figure the second one's is. */
export function renderTable(source: string, schemas: number, runs: readonly Measurements[]): string {
  const header = ['', ...runs.map((run) => run.engine), ...(runs.length === 2 ? ['ratio'] : [])];
  const body = rowsOf(runs).map(({ label, unit, values }) => {
    const cells = values.map((value) => `${figure(value)}${unit === '' ? '' : ` ${unit}`}`);
    const ratio = unit !== '' && values.length === 2 && values[0]! > 0 ? `${figure(values[1]! / values[0]!)} ×` : '';
    return [label, ...cells, ...(runs.length === 2 ? [ratio] : [])];
  });
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `${schemas} schemas (${source}), 49,152 tokens, Node ${process.versions.node}, ${arch()}, ${cpus().length} cores. Clock times of one run; compare the ratios.`,
    '',
    line(header),
    line(header.map((_, at) => (at === 0 ? '---' : '---:'))),
    ...body.map(line),
    '',
  ].join('\n');
}

/** Writes `bench/results/grammar.md` and `grammar.json`. */
export function writeResults(table: string, source: string, runs: readonly Measurements[]): void {
  const folder = new URL('../../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const percentiles = (values: readonly number[]) => Object.fromEntries(ranks.map((rank) => [`p${rank}`, percentile(values, rank)]));
  const summary = runs.map(({ compileMs, compileCpuMs, maskUs, ...counts }) => ({
    ...counts,
    compileMs: percentiles(compileMs),
    compileCpuMs: percentiles(compileCpuMs),
    maskUs: percentiles(maskUs),
    masks: maskUs.length,
  }));
  writeFileSync(
    new URL('grammar.json', folder),
    `${JSON.stringify({ date: new Date().toISOString(), source, runs: summary }, undefined, 2)}\n`,
  );
  writeFileSync(new URL('grammar.md', folder), `# Grammar engines\n\n${table}`);
}
