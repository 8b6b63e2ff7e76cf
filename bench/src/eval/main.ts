import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { EvaluationReport } from '@maaza/core/evaluation';
import { summaryOf, writeReport } from './results.js';
import { listSets } from './sets.js';

const options = {
  dir: { type: 'string' },
  sets: { type: 'string' },
  limit: { type: 'string', default: '20' },
  timeout: { type: 'string', default: '120' },
  precision: { type: 'string', default: '0.98' },
  html: { type: 'string' },
} as const;

const maaza = fileURLToPath(new URL('../../../packages/cli/bin/maaza.js', import.meta.url));

/** Says on stderr why nothing was run. */
function refuse(reason: string): void {
  console.error(reason);
  process.exitCode = 2;
}

/**
 * How well the embedded model extracts, on evaluation sets that are not part of this repository: runs `maaza eval` on one set after the
 * other and writes docs/quality.md and results/eval.json, in which sets measured now take the place of their earlier results.
 * `--dir <folder>` or `MAAZA_EVAL_DIR`: where the `.jsonl` files are. `--sets a,b`: only these. `--limit <n>|all`: items of each set, from its
 * start. `--timeout <seconds>`: for one item. `--precision <share>`: of the operating point. `--html <folder>`: pages to browse the errors.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const folder = values.dir ?? process.env.MAAZA_EVAL_DIR;
  if (!folder) return refuse('No evaluation sets: give their folder with --dir or MAAZA_EVAL_DIR.');
  const present = listSets(folder);
  if (present.length === 0) return refuse(`No evaluation sets (*.jsonl) in ${folder}.`);
  const names = values.sets === undefined ? present : values.sets.split(',');
  const unknown = names.filter((name) => !present.includes(name));
  if (unknown.length > 0) return refuse(`No such set: ${unknown.join(', ')}. There are: ${present.join(', ')}.`);
  const { limit, timeout, precision, html } = values;
  for (const name of names) {
    const argv = [join(folder, `${name}.jsonl`), '--limit', limit, '--timeout', timeout, '--operating-point', precision];
    const [report] = await evaluate(html === undefined ? argv : [...argv, '--html', join(html, `${name}.html`)]);
    if (report === undefined) return;
    // After each set, so that a run that is cut short keeps what it measured.
    writeReport(report);
    console.log(summaryOf(report));
  }
}

/** Runs `maaza eval` as a user would, with its progress on this terminal. */
async function evaluate(argv: readonly string[]): Promise<readonly EvaluationReport[]> {
  const temporary = mkdtempSync(join(tmpdir(), 'maaza-bench-'));
  const out = join(temporary, 'eval.json');
  try {
    const child = spawn(process.execPath, [maaza, 'eval', ...argv, '--output', 'json', '--out', out], { stdio: 'inherit' });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    if (code !== 0) {
      process.exitCode = code ?? 1;
      return [];
    }
    return (JSON.parse(readFileSync(out, 'utf8')) as { sets: EvaluationReport[] }).sets;
  } finally {
    rmSync(temporary, { recursive: true });
  }
}
