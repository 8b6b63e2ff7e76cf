import { createReport, type EvaluationReport } from '@maaza/core/evaluation';
import type { CliContext } from '../context.js';
import { EXIT } from '../errors/exit-codes.js';
import { warn } from '../errors/report-error.js';
import { renderErrorBrowser } from '../html/error-browser.js';
import { readRules } from '../input/read-rules.js';
import { startProgress } from '../output/spinner.js';
import { assertWritable, writeWhole } from '../output/write-file.js';
import { chooseEngine } from '../runner/engine-choice.js';
import { openSession, type Session } from '../runner/open-session.js';
import type { SessionRequest } from '../runner/session-messages.js';
import type { EvalOptions, EvaluationFormat } from './options.js';
import { type EvaluationSet, readSets } from './read-sets.js';
import { renderEvaluation } from './render-evaluation.js';
import { renderItems } from './render-items.js';
import { type RunItem, runSet } from './run-set.js';

/** A set with its report and its items. */
export interface Evaluated {
  readonly report: EvaluationReport;
  readonly items: readonly RunItem[];
}

/** Runs `maaza eval` and gives its exit code. */
export async function evaluateFiles(files: readonly string[], options: EvalOptions, context: CliContext): Promise<number> {
  const choice = chooseEngine(options, context.env);
  for (const path of [options.out, options.html, options.items]) if (path !== undefined) await assertWritable(path);
  const request = await readRequest(options);
  const sets = await readSets(files, options, context.signal);
  const format = options.output ?? defaultFormat(options.out, context.stdout.isTTY === true);
  const session = await openSession(choice, context);
  const done: Evaluated[] = [];
  try {
    for (const set of sets) {
      done.push(await evaluateSet(session, set, request, options, context));
      // After each set, so that a run that is cut short keeps what it measured.
      await writeFiles(done, format, options);
    }
  } finally {
    session.close();
  }
  const reports = done.map(({ report }) => report);
  if (options.out === undefined) context.stdout.write(`${renderEvaluation(reports, format)}\n`);
  warnAboutFailures(reports, options, context);
  return EXIT.ok;
}

type SetRequest = Omit<SessionRequest, 'text' | 'schema'>;

/** The options of `extract`, for every item. */
async function readRequest({ minProbability, referenceDate, dateOrder, decimalMark, rules, ...given }: EvalOptions): Promise<SetRequest> {
  const { required, verbatim, normalise } = given;
  return {
    ...{ minProbability, referenceDate, dateOrder, decimalMark, required },
    rules: rules === undefined ? undefined : await readRules(rules),
    // Commander sets what can be turned off to true; the library's default is the same.
    ...{ verbatim, normalise },
  };
}

function defaultFormat(out: string | undefined, isTerminal: boolean): EvaluationFormat {
  if (out !== undefined) return /\.(?:md|markdown)$/i.test(out) ? 'markdown' : 'json';
  return isTerminal ? 'table' : 'json';
}

async function evaluateSet(
  session: Session,
  { name, items }: EvaluationSet,
  request: SetRequest,
  options: EvalOptions,
  context: CliContext,
): Promise<Evaluated> {
  const { timeout: timeoutMs, concurrency, seed, operatingPoint: wantedPrecision } = options;
  let count = 0;
  const progress = startProgress(`${name} 0/${items.length}`, context);
  const onItem = () => progress.setText(`${name} ${++count}/${items.length}`);
  try {
    const results = await runSet(session, items, { request: { ...request, timeoutMs }, concurrency, onItem, signal: context.signal });
    const judged = results.map((result) => result.judged);
    return { report: createReport(judged, { name, model: session.modelId, seed, wantedPrecision }), items: results };
  } finally {
    progress.stop();
  }
}

async function writeFiles(done: readonly Evaluated[], format: EvaluationFormat, { out, html, items }: EvalOptions): Promise<void> {
  if (out !== undefined)
    await writeWhole(
      out,
      `${renderEvaluation(
        done.map(({ report }) => report),
        format,
      )}\n`,
    );
  if (items !== undefined) await writeWhole(items, renderItems(done));
  if (html === undefined) return;
  await writeWhole(html, renderErrorBrowser(done));
}

function warnAboutFailures(reports: readonly EvaluationReport[], options: EvalOptions, context: CliContext): void {
  const reporting = { asJson: options.jsonErrors === true };
  const sum = (status: 'truncated' | 'invalid' | 'crashed') => reports.reduce((total, { statuses }) => total + statuses[status], 0);
  if (sum('crashed') > 0) warn(`${sum('crashed')} items gave no answer; they count as answers that say nothing`, context, reporting);
  if (sum('truncated') > 0) warn(`${sum('truncated')} answers reached their limit and were closed early`, context, reporting);
  if (sum('invalid') > 0) warn(`${sum('invalid')} answers break their schema`, context, reporting);
}
