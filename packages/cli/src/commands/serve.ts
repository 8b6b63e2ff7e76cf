import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { CliError } from '../errors/cli-error.js';
import { readServerConfig, type ServerOptions } from '../server/read-config.js';
import { addServerOptions } from '../server/server-options.js';

interface ServeOptions extends ServerOptions {
  readonly port?: string;
  readonly host?: string;
}

const HELP = `
Without a configuration: SQLite in ./maaza.db, on http://127.0.0.1:8787. The first key: maaza bootstrap-demo.
All variables of the environment: docs/server.md. SIGTERM or Ctrl-C: accepted requests are answered, then it ends with 0.`;

/** `maaza serve`: the REST server. */
export function addServeCommand(program: Command, context: CliContext): void {
  const command = program
    .command('serve')
    .summary('start the REST server')
    .description('Starts the REST server and runs until it is told to stop. Log lines (JSON) go to stderr.')
    .option('-p, --port <port>', 'port to listen on; 0 takes a free one (default: 8787)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)');
  addServerOptions(command)
    .addHelpText('after', HELP)
    .action(async (options: ServeOptions) => {
      const config = await readServerConfig(options, context, { PORT: options.port, HOST: options.host });
      context.endsItself();
      await serve(config, context);
    });
}

async function serve(config: Awaited<ReturnType<typeof readServerConfig>>, { stdout, signal }: CliContext): Promise<void> {
  const { startServer } = await import('@maaza/server');
  const server = await startServer(config).catch((cause: Error & { code?: string }) => {
    throw new CliError('store_unavailable', `the server cannot start: ${cause.message || cause.code}`, { cause });
  });
  stdout.write(`listening on ${server.url}\n`);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.stop();
}
