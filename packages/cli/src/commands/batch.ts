import { type Command, InvalidArgumentError, Option } from 'commander';
import type { InputKind } from '../batch/input/resolve-inputs.js';
import { inputKinds } from '../batch/input/resolve-inputs.js';
import { parseCondition } from '../batch/input/where.js';
import { writeSummary } from '../batch/progress/summary.js';
import type { Tally } from '../batch/progress/tally.js';
import { type BatchPlan, runBatch } from '../batch/run-batch.js';
import type { CliContext } from '../context.js';
import { usageError } from '../errors/cli-error.js';
import { EXIT } from '../errors/exit-codes.js';
import { checkSchemaSource, readSchema } from '../input/read-schema.js';
import { chooseEngine } from '../runner/engine-choice.js';
import { placeOfEngine } from '../runner/remote-engine.js';
import { type GlobalOptions, parseSeed, parseTemperature, parseTimeoutMs } from './options.js';

interface BatchOptions extends GlobalOptions {
  readonly schema?: string;
  readonly fields?: string;
  readonly out: string;
  readonly errors?: string;
  readonly textColumn: readonly string[];
  readonly idColumn?: string;
  readonly inputFormat?: InputKind;
  readonly delimiter?: string;
  readonly sheet?: string;
  readonly table?: string;
  readonly attachments?: boolean;
  readonly where: readonly string[];
  readonly sample?: number;
  readonly limit?: number;
  readonly restart?: boolean;
  readonly retryFailed?: boolean;
  readonly cache?: string;
  readonly concurrency: number;
  readonly explain?: boolean;
  readonly strict?: boolean;
  readonly quiet?: boolean;
  readonly temperature?: number;
  readonly seed?: number;
  readonly timeout?: number;
  readonly engine: string;
  readonly model?: string;
  readonly logprobs?: boolean;
}

const HELP = `
Examples:
  maaza batch orders.csv --text-column message --fields "order_id, total:number" --out results.jsonl
  maaza batch "letters/**/*.txt" --schema letter.schema.json --out results.csv --errors errors.jsonl
  maaza batch crm.sqlite --table notes --text-column body --where "lang=de" --sample 100 --fields "name" --out sample.sqlite

The same command goes on with a run that was interrupted, however it ended.

Exit codes: 0 done, 1 failed, 2 wrong usage or input, 3 a result does not fit (--strict), 4 done, but rows failed, 130 aborted.`;

const collect = (value: string, before: readonly string[]) => [...before, value];

/** `maaza batch`: many texts and a schema in, a file of results out. */
export function addBatchCommand(program: Command, context: CliContext, setExitCode: (code: number) => void, version: string): void {
  program
    .command('batch')
    .summary('extract JSON from many texts: tables, files, folders')
    .description('Extracts JSON from each row of a table, or each file of a folder. An interrupted run goes on where it was.')
    .argument('<INPUT...>', 'JSONL, CSV, TSV, XLSX or SQLite file; text file; folder or glob of files')
    .requiredOption('-o, --out <file>', 'where results go: .jsonl, .csv, .tsv or .sqlite')
    .option('-f, --fields <fields>', 'what to extract, in short: "name, total:number, due:date?, items[]: {name}"')
    .option('-s, --schema <file>', 'what to extract, as a JSON Schema (- for stdin)')
    .option('--errors <file>', 'where failed rows go, as JSON lines; without it they stand among the results')
    .option('--text-column <column>', 'column with the text; repeat it to join several (default: text, or the only one)', collect, [])
    .option('--id-column <column>', 'column with the id (default: id; without one, the place in the input)')
    .addOption(new Option('--input-format <format>', 'default: told by the ending of the name').choices(inputKinds))
    .option('--delimiter <text>', 'of CSV (default: found in the header)')
    .option('--sheet <name>', 'of XLSX (default: the first)')
    .option('--table <name>', 'of SQLite (default: the only one)')
    .option('--attachments', 'attachments of mails are texts of their own, each behind its mail')
    .option('--where <condition>', 'only rows with COLUMN=VALUE, or != ~REGEX !~ > < >= <=; repeat it for "and"', collect, [])
    .option('--sample <rows>', 'only so many rows, picked at random by --seed', parseCount)
    .option('--limit <rows>', 'only the first so many rows', parseCount)
    .option('--ordered', 'results in input order; they always are')
    .option('--restart', 'begin anew, whatever an earlier run has left')
    .option('--retry-failed', 'of a finished batch, do the failed rows again')
    .option('--cache <file>', 'keep results in this SQLite file: what it knows costs no run of the model')
    .option('--concurrency <rows>', 'rows under way at once, 1 to 64', parseConcurrency, 8)
    .option('-e, --explain', 'also where each value stands in the text, and how sure it is (.jsonl)')
    .option('--strict', 'exit with 3 where a result does not fit the schema')
    .option('-q, --quiet', 'no progress, no summary')
    .option('--temperature <number>', 'above 0: sample, so that runs differ by seed (default: 0)', parseTemperature)
    .option('--seed <number>', 'start of the random numbers, for --temperature and --sample', parseSeed)
    .option('--timeout <seconds>', 'give a row up after so long', parseTimeoutMs)
    .option('--engine <engine>', '"embedded", or "openai:URL" for a server with an OpenAI-compatible API (key: OPENAI_API_KEY)', 'embedded')
    .option('--model <id>', 'one of "maaza models"; needed with openai:URL')
    .option('--logprobs', 'ask an OpenAI-compatible server for probabilities')
    .addHelpText('after', HELP)
    .action(async (inputs: readonly string[], _options: unknown, command: Command) => {
      setExitCode(await batch(inputs, command.optsWithGlobals<BatchOptions>(), context, version));
    });
}

async function batch(inputs: readonly string[], options: BatchOptions, context: CliContext, version: string): Promise<number> {
  const reporting = { asJson: options.jsonErrors === true, isQuiet: options.quiet === true };
  checkSchemaSource(options, false);
  if (options.restart && options.retryFailed)
    throw usageError('--restart does all rows again, --retry-failed the failed ones; give one of them');
  const { tally, elapsedMs, paths } = await runBatch(await planOf(inputs, options, context, version), context, reporting);
  if (!reporting.isQuiet) writeSummary({ tally, elapsedMs, ...paths }, context, reporting);
  return exitCodeOf(tally, options.strict === true);
}

function exitCodeOf({ failed, invalid }: Tally, isStrict: boolean): number {
  if (failed > 0) return EXIT.someFailed;
  return isStrict && invalid > 0 ? EXIT.invalidResult : EXIT.ok;
}

async function planOf(inputs: readonly string[], options: BatchOptions, context: CliContext, version: string): Promise<BatchPlan> {
  const { out, errors, textColumn, idColumn, inputFormat, delimiter, sheet, table, attachments, where, sample, limit } = options;
  const { temperature, seed, timeout, cache, concurrency, explain, logprobs } = options;
  const engine = chooseEngine(options, context.env);
  return {
    inputs,
    input: { inputFormat, delimiter: delimiter === '\\t' ? '\t' : delimiter, sheet, table, attachments },
    selection: { textColumns: textColumn, idColumn, conditions: where.map(parseCondition), sample, limit, seed: seed ?? 0 },
    schema: await readSchema(options, context),
    out,
    errors,
    cacheFile: cache,
    concurrency,
    temperature,
    timeoutMs: timeout,
    seed,
    isExplained: explain === true,
    isRestart: options.restart === true,
    isRetry: options.retryFailed === true,
    // Not: cache, concurrency and how progress is shown. They change nothing about the results.
    outputOptions: {
      'text-column': textColumn,
      'id-column': idColumn,
      'input-format': inputFormat,
      delimiter,
      sheet,
      table,
      attachments,
      where,
      sample,
      limit,
      explain,
      errors,
      temperature,
      seed,
      timeout,
      engine: placeOfEngine(engine),
      logprobs,
    },
    version,
    engine,
  };
}

const isCount = (text: string) => /^\d+$/.test(text) && Number.isSafeInteger(Number(text));

function parseCount(text: string): number {
  if (!isCount(text) || Number(text) < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return Number(text);
}

function parseConcurrency(text: string): number {
  if (!isCount(text) || Number(text) < 1 || Number(text) > 64) throw new InvalidArgumentError('It must be a whole number from 1 to 64.');
  return Number(text);
}
