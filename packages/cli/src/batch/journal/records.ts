import { crc32 } from 'node:zlib';
import type { Fingerprint } from './fingerprint.js';
import type { RowRange } from './row-ranges.js';

/** How one row ended. */
export type RowStatus = 'valid' | 'invalid' | 'failed';

/** First line of a journal. */
export interface HeadRecord {
  readonly kind: 'head';
  /** a new number for a change of the journal's form */
  readonly form: 2;
  readonly fingerprint: Fingerprint;
  /** the finished run whose failed rows are done again; its output is still there, and its other rows are taken from it */
  readonly retried?: DoneRecord;
}

/** One row is done. */
export interface RowRecord {
  readonly kind: 'row';
  /** rows done, this one included */
  readonly rows: number;
  /** length of the output after it, in bytes */
  readonly out: number;
  /** length of the file of failures after it; 0 where there is none */
  readonly errors: number;
  /** CRC-32 of what it wrote, in whichever of the two */
  readonly crc: number;
  readonly status: RowStatus;
}

/** All rows are done and the files have their names. */
export interface DoneRecord {
  readonly kind: 'done';
  readonly counts: Readonly<Record<RowStatus, number>>;
  readonly failed: readonly RowRange[];
  /** length of the finished output, in bytes */
  readonly out: number;
}

export type JournalRecord = HeadRecord | RowRecord | DoneRecord;

const CRC_DIGITS = 8;

const checksum = (json: string) => crc32(json).toString(16).padStart(CRC_DIGITS, '0');

/** One line: CRC-32 of the JSON, a space, the JSON. */
export function writeRecord(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

/** @returns undefined for a line that was cut short, torn or edited */
export function readRecord(line: string): JournalRecord | undefined {
  const json = line.slice(CRC_DIGITS + 1);
  return line[CRC_DIGITS] === ' ' && line.slice(0, CRC_DIGITS) === checksum(json) ? (JSON.parse(json) as JournalRecord) : undefined;
}
