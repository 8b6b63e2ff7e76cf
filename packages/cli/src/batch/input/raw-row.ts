import type { CliErrorCode } from '../../errors/cli-error.js';

/** The members of one row by column name, as the input gives them. */
export type Columns = Readonly<Record<string, unknown>>;

/** Why one row cannot be worked on. The run goes on with the next. */
export interface RowProblem {
  readonly code: CliErrorCode;
  readonly message: string;
}

/** A file that is one text. */
export interface DocumentFile {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  /** of an attachment: its number in the mail, and in the mail in the mail, from 0 */
  readonly attachment?: readonly number[];
}

/** One row before text and id are picked from it. */
export interface RawRow {
  /** where it stands: line or record from 1, or the path of a document */
  readonly place: number | string;
  readonly columns: Columns;
  /** column names that hold for every row of this input; absent where each row has its own (JSON lines) */
  readonly header?: readonly string[];
  readonly document?: DocumentFile;
  readonly problem?: RowProblem;
}

/** One input of the command line. It can be read as often as needed, and gives the same rows in the same order each time. */
export interface InputSource {
  /** as the user wrote it */
  readonly name: string;
  rows(): AsyncIterable<RawRow>;
}
