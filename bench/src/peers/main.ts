import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type EngineSpec, listEngines, missingFiles, nameOfOurs, parseVariant } from './engines.js';
import { type EngineRecord, type MeasureOptions, measureEngines, measureThroughput } from './measure.js';
import { type Comparison, renderReport, writeResults } from './report.js';
import { makeGroups, makeTasks, type TaskOptions } from './tasks.js';

const options = {
  dir: { type: 'string' },
  limit: { type: 'string', default: '5' },
  receipts: { type: 'string', default: '9' },
  repeats: { type: 'string', default: '3' },
  starts: { type: 'string', default: '3' },
  many: { type: 'string', default: '8' },
  threads: { type: 'string', default: '2' },
  timeout: { type: 'string', default: '300' },
  'max-output-tokens': { type: 'string', default: '512' },
  seed: { type: 'string', default: '20252' },
  engines: { type: 'string' },
  variant: { type: 'string', multiple: true, default: [] as string[] },
  out: { type: 'string', default: 'peers' },
} as const;

type SetOptions = Omit<MeasureOptions, 'onRepeat'>;

class UsageError extends Error {}

function count(name: string, text: string, least = 1): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new UsageError(`--${name} is a whole number, at least ${least}.`);
  return value;
}

/** Ours is always among them: everything is held against it. */
function chooseEngines(wanted: string | undefined, variants: readonly string[]): EngineSpec[] {
  const parsed = variants.map((text) => {
    const spec = parseVariant(text);
    if (!spec) throw new UsageError(`--variant is name={options of the embedded model as JSON}, not ${text}`);
    return spec;
  });
  const all = [...listEngines(), ...parsed];
  const words = wanted?.split(',').map((word) => word.trim().toLowerCase());
  const chosen = words ? all.filter(({ name, kind }) => kind === 'ours' || words.some((word) => name.toLowerCase().includes(word))) : all;
  const missing = missingFiles(chosen);
  if (missing.length > 0) {
    throw new UsageError(
      `The other engines are not set up (${missing.join(', ')}): run bench/peers/setup.sh, or leave them out with --engines maaza.`,
    );
  }
  return chosen;
}

/**
 * How fast the same extractions are with other engines on the same weights.
 * `--dir <folder>` or `MAAZA_EVAL_DIR`: evaluation sets besides the made-up receipts. `--limit <n>`: items of each set. `--receipts <n>`.
 * `--repeats <n>`: of all tasks. `--starts <n>`: fresh processes for the time to the first result. `--many <n>`: texts of one schema for
 * `extractMany`, 0 for none. `--threads <n>`: for every engine. `--engines <words>`: only engines whose name has one of these words, with ours.
 * `--variant name={…}`: ours with other options of the embedded model. `--out <name>`: of the files in bench/results.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  try {
    const engines = chooseEngines(values.engines, values.variant);
    const taskOptions: TaskOptions = {
      folder: values.dir ?? process.env.MAAZA_EVAL_DIR,
      limit: count('limit', values.limit),
      receipts: count('receipts', values.receipts),
      seed: count('seed', values.seed),
    };
    const measureOptions: SetOptions = {
      repeats: count('repeats', values.repeats),
      starts: count('starts', values.starts),
      threads: count('threads', values.threads),
      timeoutMs: 1000 * count('timeout', values.timeout),
      maxOutputTokens: count('max-output-tokens', values['max-output-tokens']),
      onProgress: (text) => process.stderr.write(`${text}\n`),
    };
    await compare(engines, taskOptions, measureOptions, count('many', values.many, 0), values.out);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}

async function compare(
  engines: readonly EngineSpec[],
  taskOptions: TaskOptions,
  setOptions: SetOptions,
  many: number,
  out: string,
): Promise<void> {
  const loadAtStart = loadavg()[0]!;
  if (loadAtStart > 0.5) {
    console.error(
      `The machine is busy (load ${loadAtStart.toFixed(1)}): what is measured now says little. Engines whose threads wait for each other suffer most.`,
    );
  }
  const { threads, maxOutputTokens } = setOptions;
  const compose = (records: readonly EngineRecord[], repeats: number, throughput: Comparison['throughput']): Comparison => ({
    date: new Date().toISOString(),
    node: process.versions.node,
    loadAtStart,
    loadAtEnd: loadavg()[0]!,
    threads,
    repeats,
    maxOutputTokens,
    records,
    throughput,
  });
  let repeatsDone = 0;
  const onRepeat = (records: readonly EngineRecord[]) => writeResults(compose(records, ++repeatsDone, undefined), out);
  const measureOptions: MeasureOptions = { ...setOptions, onRepeat };

  const records = await measureEngines(engines, makeTasks(taskOptions), measureOptions);
  const ours = engines.find(({ name }) => name === nameOfOurs)!;
  const throughput = many > 0 ? await measureThroughput(ours, makeGroups(taskOptions, many), measureOptions) : undefined;
  const comparison = compose(records, setOptions.repeats, throughput);
  console.log(renderReport(comparison));
  writeResults(comparison, out);
}
