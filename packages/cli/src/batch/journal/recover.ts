import { closeSync, openSync, readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { outputError } from '../output/output-error.js';
import type { Fingerprint } from './fingerprint.js';
import { type DoneRecord, type RowStatus, readRecord } from './records.js';
import { addRow, type RowRange } from './row-ranges.js';

/** How far an earlier run came: all of it is on the disk and agrees. */
export interface Progress {
  readonly rows: number;
  readonly counts: Readonly<Record<RowStatus, number>>;
  readonly failed: readonly RowRange[];
  readonly outLength: number;
  readonly errorsLength: number;
  /** what is behind it in the journal is torn, or speaks of bytes that are not there */
  readonly journalLength: number;
}

export type Recovered =
  | { readonly state: 'none' }
  /** there is a file, but its first line is not that of a journal */
  | { readonly state: 'damaged' }
  | { readonly state: 'unfinished'; readonly fingerprint: Fingerprint; readonly progress: Progress; readonly retried?: DoneRecord }
  | { readonly state: 'done'; readonly fingerprint: Fingerprint; readonly done: DoneRecord };

interface Paths {
  readonly journal: string;
  readonly out: string;
  readonly errors: string | undefined;
}

/** Reads a journal and compares each of its lines with the bytes that it speaks of. Keeps one line at a time. */
export function recover({ journal, out, errors }: Paths, headLength: number): Recovered {
  const lines = new SequentialReader(journal);
  const written = { out: new SequentialReader(out), errors: new SequentialReader(errors) };
  try {
    if (!lines.exists) return { state: 'none' };
    const first = lines.readLine();
    const head = first === undefined ? undefined : readRecord(first);
    if (head?.kind !== 'head' || head.form !== 2) return { state: 'damaged' };
    const { fingerprint, retried } = head;
    const counts = { valid: 0, invalid: 0, failed: 0 };
    const failed: RowRange[] = [];
    let progress: Progress = { rows: 0, counts, failed, outLength: headLength, errorsLength: 0, journalLength: lines.position };
    written.out.skip(headLength);
    for (;;) {
      const line = lines.readLine();
      const record = line === undefined ? undefined : readRecord(line);
      if (record?.kind === 'done') return { state: 'done', fingerprint, done: record };
      if (record?.kind !== 'row' || record.rows !== progress.rows + 1) break;
      const bytes = [written.out.read(record.out - progress.outLength), written.errors.read(record.errors - progress.errorsLength)];
      if (bytes.some((part) => part === undefined) || crc32(Buffer.concat(bytes as Buffer[])) !== record.crc) break;
      counts[record.status]++;
      if (record.status === 'failed') addRow(failed, progress.rows);
      progress = { rows: record.rows, counts, failed, outLength: record.out, errorsLength: record.errors, journalLength: lines.position };
    }
    return { state: 'unfinished', fingerprint, progress: { ...progress, counts: { ...counts } }, ...(retried && { retried }) };
  } finally {
    lines.close();
    written.out.close();
    written.errors.close();
  }
}

const BLOCK = 256 * 1024;
const NEWLINE = 0x0a;

/** Reads a file from its beginning in blocks; one that does not exist is empty. */
class SequentialReader {
  readonly #fd: number | undefined;
  #block: Buffer = Buffer.alloc(0);
  /** offset in the file of what `#block` begins with */
  #position = 0;

  constructor(path: string | undefined) {
    this.#fd = path === undefined ? undefined : openIfThere(path);
  }

  get exists(): boolean {
    return this.#fd !== undefined;
  }

  /** bytes given so far */
  get position(): number {
    return this.#position;
  }

  /** @returns undefined where the file is shorter */
  read(length: number): Buffer | undefined {
    if (length < 0) return undefined;
    while (this.#block.length < length) if (!this.#fill()) return undefined;
    return this.#take(length);
  }

  skip(length: number): void {
    this.read(length);
  }

  /** The next line without its line feed; undefined at the end, and for a last line that has none. */
  readLine(): string | undefined {
    for (;;) {
      const end = this.#block.indexOf(NEWLINE);
      if (end >= 0) return this.#take(end + 1).toString('utf8', 0, end);
      if (!this.#fill()) return undefined;
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }

  #take(length: number): Buffer {
    const bytes = this.#block.subarray(0, length);
    this.#block = this.#block.subarray(length);
    this.#position += length;
    return bytes;
  }

  #fill(): boolean {
    if (this.#fd === undefined) return false;
    const next = Buffer.alloc(BLOCK);
    const count = readSync(this.#fd, next, 0, BLOCK, this.#position + this.#block.length);
    this.#block = Buffer.concat([this.#block, next.subarray(0, count)]);
    return count > 0;
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw outputError(path, error);
  }
}
