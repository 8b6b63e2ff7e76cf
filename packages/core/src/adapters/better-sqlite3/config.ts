/** The members of a better-sqlite3 database that are called, so that its types force no dependency. */
export interface SqliteDatabase {
  readonly open: boolean;
  prepare(sql: string): SqliteStatement;
  exec(sql: string): unknown;
  pragma(text: string): unknown;
  close(): unknown;
}

export interface SqliteStatement {
  run(...parameters: unknown[]): { readonly changes: number };
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
}

export interface SqliteStoreConfig {
  /** a database, which stays the caller's to close, or a function that opens one, which `dispose()` closes */
  readonly database?: SqliteDatabase | (() => SqliteDatabase);
  /** instead of `database`: a file, made where it is missing (its folder must exist), or `:memory:` */
  readonly path?: string;
  /** longest wait for another process that writes to the same file, 0 … 600,000. @default 5000 */
  readonly busyTimeoutMs?: number;
}

export const sqliteStoreDefaults = Object.freeze({ busyTimeoutMs: 5000 });
