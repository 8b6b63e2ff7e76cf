import { existsSync, statSync } from 'node:fs';
import type { JsonSchema } from '@maaza/core';
import type { CliContext } from '../context.js';
import { abortedError, CliError, usageError } from '../errors/cli-error.js';
import { warn } from '../errors/report-error.js';
import { assertInstalled } from '../runner/perform-run.js';
import { openRemoteEngine } from '../runner/remote-engine.js';
import type { EngineChoice } from '../runner/session-messages.js';
import { extractInOrder } from './extract-in-order.js';
import { type InputOptions, resolveInputs } from './input/resolve-inputs.js';
import { type Row, type Selection, selectRows } from './input/rows.js';
import { surveyInputs } from './input/survey.js';
import { differences, type Fingerprint } from './journal/fingerprint.js';
import type { DoneRecord } from './journal/records.js';
import { createRowTest } from './journal/row-ranges.js';
import { assertUnchanged, completeDoneRun, journalPath, RunFiles, type RunPaths, recoverRun } from './journal/run-files.js';
import { claimOutput, type ReleaseClaim } from './lock/claim.js';
import { keptRows } from './output/kept-rows.js';
import { outputError } from './output/output-error.js';
import { type OutputFormat, outputFormatOf } from './output/output-format.js';
import { failureLine, type Outcome, toResult } from './output/result.js';
import { canonicalPath, createOwnFileTest } from './own-files.js';
import { type Progress, startProgress } from './progress/progress.js';
import { addKept, addOutcome, startTally, statusOf, type Tally } from './progress/tally.js';
import { BatchRunner } from './runner/batch-runner.js';
import type { BatchSetup } from './runner/messages.js';

/** A batch, complete and checked as far as one option at a time can be. */
export interface BatchPlan {
  readonly inputs: readonly string[];
  readonly input: InputOptions;
  readonly selection: Selection;
  readonly schema: JsonSchema;
  readonly out: string;
  readonly errors?: string;
  readonly cacheFile?: string;
  readonly concurrency: number;
  readonly temperature?: number;
  readonly timeoutMs?: number;
  readonly seed?: number;
  readonly isExplained: boolean;
  /** whatever an earlier run has left is done again */
  readonly isRestart: boolean;
  /** of a finished batch, the failed rows are done again */
  readonly isRetry: boolean;
  /** options that change the output, by name, for the journal */
  readonly outputOptions: Readonly<Record<string, unknown>>;
  readonly version: string;
  readonly engine: EngineChoice;
}

export interface BatchReporting {
  readonly asJson: boolean;
  readonly isQuiet: boolean;
}

export interface BatchOutcome {
  readonly tally: Tally;
  readonly elapsedMs: number;
  readonly paths: RunPaths;
}

/** More than the model works on at once, so that the next texts are there when it has room. */
const READ_AHEAD = 4;

/**
 * Runs a batch to its end, or goes on with one that was interrupted.
 * @throws {CliError} what is wrong with call, input or output; `output_in_use`, `batch_changed`, `output_unwritable`, `aborted`. What was
 * committed stays
 */
export async function runBatch(plan: BatchPlan, context: CliContext, reporting: BatchReporting): Promise<BatchOutcome> {
  const startedAt = performance.now();
  const paths = resolvePaths(plan);
  const format = outputFormatOf(paths.out, plan.schema);
  const cacheFile = plan.cacheFile === undefined ? undefined : absolute(plan.cacheFile);
  if (cacheFile !== undefined && (cacheFile === paths.out || cacheFile === paths.errors))
    throw usageError('--cache names the same file as --out or --errors');
  const sources = await resolveInputs(plan.inputs, plan.input, createOwnFileTest(paths, cacheFile));
  const survey = await surveyInputs(sources, plan.selection);
  if (context.signal.aborted) throw abortedError();
  const { version, schema, outputOptions: options } = plan;
  const fingerprint: Fingerprint = { version, ...(await identifyModel(plan.engine)), schema, options, inputs: survey.inputs };

  const release = await claimAll(paths);
  try {
    const start = findStart(paths, format, fingerprint, plan);
    if (start.state === 'done') completeDoneRun(paths, start.done);
    if (start.state === 'done' && !(plan.isRetry && start.done.counts.failed > 0)) {
      const tally = startTally(survey.total, survey.total, start.done.counts);
      return { tally, elapsedMs: performance.now() - startedAt, paths };
    }
    const runner = new BatchRunner(setupOf(plan, cacheFile), context, { onWarning: warnOnce(context, reporting) });
    try {
      await runner.start();
      const retried = retriedRun(start);
      if (retried !== undefined) assertUnchanged(paths, retried);
      const files =
        start.state === 'unfinished'
          ? RunFiles.resume(paths, format, fingerprint, start.progress)
          : RunFiles.begin(paths, format, fingerprint, retried);
      const rows = skipRows(selectRows(sources, plan.selection, survey.matching), files.rows);
      const tally = await work({ plan, paths, files, format, rows, retried, total: survey.total, runner, context, reporting });
      return { tally, elapsedMs: performance.now() - startedAt, paths };
    } finally {
      await runner.close();
    }
  } finally {
    release();
  }
}

interface Work {
  readonly plan: BatchPlan;
  readonly paths: RunPaths;
  readonly files: RunFiles;
  readonly format: OutputFormat;
  readonly rows: AsyncIterable<Row>;
  /** the finished run whose failed rows are done again */
  readonly retried: DoneRecord | undefined;
  readonly total: number;
  readonly runner: BatchRunner;
  readonly context: CliContext;
  readonly reporting: BatchReporting;
}

async function work({ plan, paths, files, format, rows, retried, total, runner, context, reporting }: Work): Promise<Tally> {
  let tally = startTally(total, files.rows, files.counts);
  let progress: Progress | undefined;
  let drawn = files.rows;
  const isRetried = retried === undefined ? () => true : createRowTest(retried.failed);
  const kept = retried && keptRows(paths, format, retried, files.rows);
  const extract = async (row: Row): Promise<Outcome | undefined> => {
    if (!isRetried(drawn++)) return undefined;
    const text = await loadText(row, context.signal);
    return typeof text === 'string' ? runner.extract(text) : text;
  };
  try {
    progress = startProgress(tally, context, reporting);
    for await (const { row, outcome } of extractInOrder(rows, extract, plan.concurrency + READ_AHEAD)) {
      if (context.signal.aborted) throw abortedError();
      const written = (await kept?.next())?.value;
      if (outcome === undefined) {
        if (!written) throw changedError(`${paths.out} has fewer rows than the batch that made it; --restart does it again`, paths, []);
        files.commit(written.status, { out: written.text });
        tally = addKept(tally, written.status);
        progress.update(tally);
        continue;
      }
      assertServerThere(outcome);
      const result = toResult(row.id, outcome, plan.isExplained);
      const isForErrors = 'error' in result && plan.errors !== undefined;
      files.commit(statusOf(outcome), isForErrors ? { errors: failureLine(row.id, result.error) } : { out: format.encode(result) });
      tally = addOutcome(tally, outcome);
      progress.update(tally);
    }
    // A file that is open cannot be replaced everywhere.
    await kept?.return(undefined);
    await files.finish();
    return tally;
  } catch (error) {
    // What went wrong first is what the user should hear of.
    await files.close().catch(() => {});
    throw withAdvice(error, files.rows, total, context.signal);
  } finally {
    await kept?.return(undefined);
    progress?.stop();
  }
}

/** Answers of a server that are about the one text that was sent: too long, or not to its taste. */
const STATUSES_OF_ONE_TEXT: readonly unknown[] = [400, 413, 422];

/** A server that is gone, busy for long, or refuses the key would fail all rows that are left: none of them has failed yet. */
function assertServerThere({ failure }: Outcome): void {
  if (failure?.code !== 'engine_unavailable' || STATUSES_OF_ONE_TEXT.includes(failure.details?.status)) return;
  throw new CliError('engine_unavailable', failure.message, { details: failure.details });
}

/** Where the user can do something and then go on, the message says so. */
function withAdvice(error: unknown, rows: number, total: number, signal: AbortSignal): unknown {
  const advice = `${rows} of ${total} rows are done; the same command goes on`;
  if (signal.aborted) return new CliError('aborted', `aborted; ${advice}`, { details: { rows, total } });
  if (!(error instanceof CliError) || (error.code !== 'output_unwritable' && error.code !== 'engine_unavailable')) return error;
  return new CliError(error.code, `${error.message}; ${advice}`, { details: { ...error.details, rows, total }, cause: error.cause });
}

/** A row without a text is a failed row, whatever is wrong with it; but a reader that is not installed would fail all of its kind. */
async function loadText(row: Row, signal: AbortSignal): Promise<string | Outcome> {
  try {
    return await row.loadText(signal);
  } catch (error) {
    if (signal.aborted) throw abortedError();
    const { code, message } = error as CliError;
    if (code === 'dependency_not_installed') throw error;
    return { failure: { code: code ?? 'internal_error', message } };
  }
}

async function* skipRows(rows: AsyncIterable<Row>, count: number): AsyncGenerator<Row> {
  let seen = 0;
  for await (const row of rows) if (seen++ >= count) yield row;
}

type Start = { readonly state: 'new' } | Extract<ReturnType<typeof recoverRun>, { state: 'unfinished' | 'done' }>;

/** A retry that was interrupted goes on, whether it is asked for again or not. */
function retriedRun(start: Start): DoneRecord | undefined {
  if (start.state === 'done') return start.done;
  return start.state === 'unfinished' ? start.retried : undefined;
}

/** What may be another for the failed rows, because it changes nothing about the others. */
const MAY_CHANGE_FOR_RETRY = 'timeout';

const withoutTimeout = ({ options, ...rest }: Fingerprint): Fingerprint => ({
  ...rest,
  options: { ...options, [MAY_CHANGE_FOR_RETRY]: undefined },
});

/** @throws {CliError} `batch_changed` where the output belongs to something else */
function findStart(paths: RunPaths, format: OutputFormat, fingerprint: Fingerprint, { isRestart, isRetry }: BatchPlan): Start {
  if (isRestart) return { state: 'new' };
  const found = recoverRun(paths, format);
  if (found.state === 'damaged') throw changedError(`${journalPath(paths.out)} is no journal of a batch; --restart begins anew`, paths, []);
  if (found.state === 'none') {
    if (!existsSync(paths.out)) return { state: 'new' };
    throw changedError(`${paths.out} exists, and no batch of maaza made it; --restart replaces it`, paths, []);
  }
  const isNewRetry = isRetry && found.state === 'done';
  const [before, now] = isNewRetry ? [withoutTimeout(found.fingerprint), withoutTimeout(fingerprint)] : [found.fingerprint, fingerprint];
  const changes = differences(before, now);
  if (changes.length === 0) return found;
  const state = found.state === 'done' ? 'was made by' : 'belongs to';
  throw changedError(
    `${paths.out} ${state} another batch; --restart begins anew, or choose another --out. What differs: ${changes.join('; ')}`,
    paths,
    changes,
  );
}

const changedError = (message: string, { out }: RunPaths, changes: readonly string[]) =>
  new CliError('batch_changed', message, { details: { file: out, differences: changes } });

function resolvePaths({ out, errors }: BatchPlan): RunPaths {
  const paths: RunPaths = { out: absolute(out), ...(errors === undefined ? {} : { errors: absolute(errors) }) };
  if (paths.out === paths.errors) throw usageError('--out and --errors name the same file');
  return paths;
}

/** Through links of the folder, so that two ways to one file are one claim. */
function absolute(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw usageError(`${path} is a folder; name a file in it`);
  try {
    return canonicalPath(path);
  } catch (error) {
    throw outputError(path, error);
  }
}

async function claimAll({ out, errors }: RunPaths): Promise<ReleaseClaim> {
  const releaseOut = await claimOutput(out);
  if (errors === undefined) return releaseOut;
  try {
    const releaseErrors = await claimOutput(errors);
    return () => {
      releaseErrors();
      releaseOut();
    };
  } catch (error) {
    releaseOut();
    throw error;
  }
}

async function identifyModel(choice: EngineChoice): Promise<{ readonly model: string; readonly weights: string }> {
  if (choice.kind === 'openai') {
    const { modelId, weightsDigest } = await openRemoteEngine(choice);
    return { model: modelId, weights: weightsDigest };
  }
  const { openModelFolder } = await import('@maaza/core');
  await assertInstalled(choice.model);
  const { manifest, digest } = await openModelFolder();
  return { model: manifest.id, weights: digest };
}

const setupOf = ({ engine, schema, concurrency, temperature, seed, timeoutMs }: BatchPlan, cacheFile: string | undefined): BatchSetup => ({
  engine,
  schema,
  concurrency,
  cacheFile,
  temperature,
  seed,
  timeoutMs,
});

/** A cache that fails does so for each row; once is enough. */
function warnOnce(context: CliContext, { asJson }: BatchReporting): (message: string) => void {
  let isTold = false;
  return (message) => {
    if (!isTold) warn(message, context, { asJson });
    isTold = true;
  };
}
