import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CliContext } from '../../src/context.js';
import { runCli } from '../../src/program.js';

/** The built program; `npm run build` makes it. */
export const builtEntryFile = fileURLToPath(new URL('../../bin/maaza.js', import.meta.url));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunInProcessOptions {
  /** undefined: stdin is a terminal */
  readonly input?: string | Uint8Array;
  readonly stdoutIsTerminal?: boolean;
  readonly env?: Record<string, string | undefined>;
  readonly entryFile?: string;
  readonly signal?: AbortSignal;
}

/** A stream that keeps what is written to it. */
export function createSink(isTTY = false) {
  const chunks: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY }), text: () => chunks.join('') };
}

/** One command line in this process, with streams of its own. */
export async function runInProcess(argv: readonly string[], options: RunInProcessOptions = {}): Promise<Outcome> {
  const stdout = createSink(options.stdoutIsTerminal);
  const stderr = createSink();
  const stdin = Object.assign(Readable.from(options.input === undefined ? [] : [Buffer.from(options.input as string)]), {
    isTTY: options.input === undefined,
  });
  const context: CliContext = {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
    entryFile: options.entryFile ?? builtEntryFile,
    signal: options.signal ?? new AbortController().signal,
    endsItself: () => {},
  };
  const code = await runCli(argv, context);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}
