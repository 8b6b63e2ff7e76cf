import type { Readable, Writable } from 'node:stream';

/** Everything of the outside world that a command touches, so that tests can give their own. */
export interface CliContext {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** data, and nothing else */
  readonly stdout: Writable & { readonly isTTY?: boolean };
  /** errors, warnings and the spinner */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** the file that a runner process is started with: the entry of this program */
  readonly entryFile: string;
  /** aborted by Ctrl-C */
  readonly signal: AbortSignal;
  /** Called by a command that comes to an end by itself after `signal`, with its own exit code, and is not to be cut off. */
  readonly endsItself: () => void;
}
