import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { CliError } from '../../errors/cli-error.js';
import { outputError } from '../output/output-error.js';
import type { OutputFormat } from '../output/output-format.js';
import { AppendFile } from './append-file.js';
import type { Fingerprint } from './fingerprint.js';
import { type DoneRecord, type RowStatus, writeRecord } from './records.js';
import { type Progress, type Recovered, recover } from './recover.js';
import { addRow, type RowRange } from './row-ranges.js';

/** Rows between two syncs at most, and the longest time: what a power cut may cost. A killed process loses nothing that was committed. */
const ROWS_PER_SYNC = 64;
const MS_PER_SYNC = 1000;

/** The files of a run: two that grow, and the journal that says how much of them counts. */
export interface RunPaths {
  readonly out: string;
  readonly errors?: string;
}

export const journalPath = (out: string) => `${out}.journal`;
export const partialPath = (file: string) => `${file}.partial`;

/** What an earlier run with this output has left. */
export function recoverRun({ out, errors }: RunPaths, format: OutputFormat): Recovered {
  const paths = { journal: journalPath(out), out: partialPath(out), errors: errors === undefined ? undefined : partialPath(errors) };
  return recover(paths, Buffer.byteLength(format.head));
}

/** Rows on their way to the disk. */
export class RunFiles {
  readonly #paths: RunPaths;
  readonly #format: OutputFormat;
  readonly #fingerprint: Fingerprint;
  readonly #out: AppendFile;
  readonly #errors: AppendFile | undefined;
  readonly #journal: AppendFile;
  readonly #counts: Record<RowStatus, number>;
  readonly #failed: RowRange[];
  #rows: number;
  #rowsUnsynced = 0;
  #lastSyncAt = performance.now();
  #syncing: Promise<void> | undefined;
  #syncFailure: unknown;
  #isClosed = false;

  private constructor(paths: RunPaths, format: OutputFormat, fingerprint: Fingerprint, progress: Progress | undefined) {
    this.#paths = paths;
    this.#format = format;
    this.#fingerprint = fingerprint;
    const isFresh = progress === undefined || progress.rows === 0;
    this.#out = new AppendFile(partialPath(paths.out), isFresh ? 0 : progress.outLength);
    if (isFresh) this.#out.append(Buffer.from(format.head));
    this.#errors = paths.errors === undefined ? undefined : new AppendFile(partialPath(paths.errors), progress?.errorsLength ?? 0);
    this.#journal = new AppendFile(journalPath(paths.out), progress?.journalLength);
    this.#rows = progress?.rows ?? 0;
    this.#failed = [...(progress?.failed ?? [])];
    this.#counts = { ...(progress?.counts ?? { valid: 0, invalid: 0, failed: 0 }) };
  }

  /**
   * Begins anew; whatever an earlier run has left beside the output is gone, the finished output of one stays until this one is finished.
   * @param retried - the finished run that this one takes all rows from but the failed ones
   */
  static begin(paths: RunPaths, format: OutputFormat, fingerprint: Fingerprint, retried?: DoneRecord): RunFiles {
    // Whole or not there: a journal without its head would be of no use to anybody.
    replaceFile(journalPath(paths.out), writeRecord({ kind: 'head', form: 2, fingerprint, ...(retried && { retried }) }));
    return new RunFiles(paths, format, fingerprint, undefined);
  }

  /** Goes on behind what `recoverRun` found; what is behind it in the files is cut off. */
  static resume(paths: RunPaths, format: OutputFormat, fingerprint: Fingerprint, progress: Progress): RunFiles {
    return new RunFiles(paths, format, fingerprint, progress);
  }

  get rows(): number {
    return this.#rows;
  }

  get counts(): Readonly<Record<RowStatus, number>> {
    return this.#counts;
  }

  /**
   * One more row is done. When this returns, it is done for good as far as this process goes; see ROWS_PER_SYNC for the machine.
   * @param text - what it adds to the output, and to the file of failures
   * @throws {CliError} `output_unwritable`; nothing that was committed before is lost
   */
  commit(status: RowStatus, text: { readonly out?: string; readonly errors?: string }): void {
    if (this.#syncFailure !== undefined) throw this.#syncFailure;
    const [out, errors] = [Buffer.from(text.out ?? ''), Buffer.from(text.errors ?? '')];
    this.#out.append(out);
    this.#errors?.append(errors);
    const record = {
      kind: 'row',
      rows: this.#rows + 1,
      out: this.#out.length,
      errors: this.#errors?.length ?? 0,
      crc: crc32(Buffer.concat([out, errors])),
      status,
    } as const;
    this.#journal.append(Buffer.from(writeRecord(record)));
    this.#rows++;
    this.#counts[status]++;
    if (status === 'failed') addRow(this.#failed, this.#rows - 1);
    this.#rowsUnsynced++;
    this.#syncSometimes();
  }

  /** Gives the files their names. What is left is the output, the file of failures, and a short journal. */
  async finish(): Promise<DoneRecord> {
    await this.close();
    if (this.#syncFailure !== undefined) throw this.#syncFailure;
    const rows = partialPath(this.#paths.out);
    const finished = (await this.#format.finish?.(rows)) ?? rows;
    const done: DoneRecord = { kind: 'done', counts: this.#counts, failed: this.#failed, out: statSync(finished).size };
    const head = writeRecord({ kind: 'head', form: 2, fingerprint: this.#fingerprint });
    // From here on the run is done: who finds this journal only has to rename, see `nameFiles`.
    replaceFile(journalPath(this.#paths.out), head + writeRecord(done));
    nameFiles(this.#paths);
    return done;
  }

  /** Leaves everything as it is, synced, for a later run. May be called twice. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#syncing;
    for (const file of [this.#out, this.#errors, this.#journal]) file?.close();
  }

  #syncSometimes(): void {
    const isDue = this.#rowsUnsynced >= ROWS_PER_SYNC || performance.now() - this.#lastSyncAt >= MS_PER_SYNC;
    if (!isDue || this.#syncing !== undefined) return;
    this.#rowsUnsynced = 0;
    this.#lastSyncAt = performance.now();
    this.#syncing = this.#sync()
      .catch((error: unknown) => {
        this.#syncFailure = error;
      })
      .finally(() => {
        this.#syncing = undefined;
      });
  }

  async #sync(): Promise<void> {
    await this.#out.sync();
    await this.#errors?.sync();
    await this.#journal.sync();
  }
}

/**
 * The last step of a run, which may be done twice.
 * @throws {CliError} `output_unwritable`
 */
function nameFiles({ out, errors }: RunPaths): void {
  const building = `${partialPath(out)}.building`;
  if (existsSync(building)) {
    // The rows first: while both are there, the database is what counts.
    rmSync(partialPath(out), { force: true });
    move(building, out);
  } else if (existsSync(partialPath(out))) move(partialPath(out), out);
  if (errors !== undefined && existsSync(partialPath(errors))) move(partialPath(errors), errors);
}

/**
 * Completes a run that was killed after its last row, and looks whether its output is still what it was.
 * @throws {CliError} `batch_changed` where it is not
 */
export function completeDoneRun(paths: RunPaths, done: DoneRecord): void {
  nameFiles(paths);
  assertUnchanged(paths, done);
}

/**
 * Looks whether a finished output is still what it was.
 * @throws {CliError} `batch_changed` where it is not
 */
export function assertUnchanged(paths: RunPaths, done: DoneRecord): void {
  const size = statSync(paths.out, { throwIfNoEntry: false })?.size;
  if (size === done.out) return;
  const what = size === undefined ? 'is gone' : `was changed (${done.out} bytes then, ${size} now)`;
  throw new CliError('batch_changed', `this batch is done, but ${paths.out} ${what}; --restart does it again`, {
    details: { file: paths.out, bytes: done.out, bytesNow: size ?? null },
  });
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
    syncFolder(dirname(to));
  } catch (error) {
    throw outputError(to, error);
  }
}

function replaceFile(path: string, content: string): void {
  const next = `${path}.new`;
  try {
    writeFileSync(next, content, { flush: true });
  } catch (error) {
    throw outputError(next, error);
  }
  move(next, path);
}

/** Without it a power cut may undo a rename. Windows cannot open a folder, and does not need to. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
