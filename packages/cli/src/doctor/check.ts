/** `warn`: it works, but slowly or barely. `fail`: it does not work. */
export type CheckStatus = 'ok' | 'warn' | 'fail';

/** One line of `maaza doctor`. */
export interface CheckResult {
  readonly name: string;
  readonly status: CheckStatus;
  readonly message: string;
  /** the same in numbers, for `--json` */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An error as the result of a check: its message and its code. */
export function failedCheck(name: string, error: unknown): CheckResult {
  const { message, code } = error as { message?: string; code?: string };
  return { name, status: 'fail', message: message ?? String(error), details: code === undefined ? {} : { code } };
}
