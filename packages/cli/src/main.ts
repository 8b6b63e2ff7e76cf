import { fileURLToPath } from 'node:url';
import { BATCH_RUNNER_ARGUMENT } from './batch/runner/messages.js';
import { RUNNER_ARGUMENT } from './runner/messages.js';
import { SESSION_RUNNER_ARGUMENT } from './runner/session-messages.js';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** Ctrl-C must take effect within 200 ms, whatever the command is doing. */
const ABORT_GRACE_MS = 100;

async function main(): Promise<void> {
  const abort = new AbortController();
  let signalExitCode: number | undefined;
  let endsItself = false;
  for (const [name, code] of Object.entries(SIGNALS)) {
    // Not `once`: the spinner's own listener ends the process by the signal where it finds no other one left, and then there is no exit code.
    process.on(name, () => {
      // A second signal means it.
      if (endsItself && abort.signal.aborted) process.exit(code);
      if (endsItself) return abort.abort();
      signalExitCode = code;
      abort.abort();
      setTimeout(() => process.exit(code), ABORT_GRACE_MS);
    });
  }
  // `maaza … | head` closes the pipe early; that is its right, and no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  // Loaded after the signals are taken, and not by the runner.
  const { runCli } = await import('./program.js');
  const exitCode = await runCli(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    entryFile: fileURLToPath(import.meta.url),
    signal: abort.signal,
    endsItself: () => {
      endsItself = true;
    },
  });
  // Ends by itself, so that stdout is written out; a signal does not wait for that.
  process.exitCode = signalExitCode ?? exitCode;
  if (signalExitCode !== undefined) process.exit();
}

async function serve(): Promise<void> {
  const { serveRunner } = await import('./runner/serve-runner.js');
  serveRunner(process);
}

async function serveBatch(): Promise<void> {
  const { serveBatchRunner } = await import('./batch/runner/serve-batch-runner.js');
  serveBatchRunner(process);
}

async function serveEvaluation(): Promise<void> {
  const { serveSession } = await import('./runner/serve-session.js');
  serveSession(process);
}

const role = process.send === undefined ? undefined : process.argv[2];
if (role === RUNNER_ARGUMENT) await serve();
else if (role === BATCH_RUNNER_ARGUMENT) await serveBatch();
else if (role === SESSION_RUNNER_ARGUMENT) await serveEvaluation();
else await main();
