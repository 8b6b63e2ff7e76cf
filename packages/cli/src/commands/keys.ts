import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../context.js';
import type { ServerOptions } from '../server/read-config.js';
import { addServerOptions } from '../server/server-options.js';
import { withAdministration } from '../server/with-administration.js';

interface CreateOptions extends ServerOptions {
  readonly user: string;
  readonly name: string;
  readonly mode: 'live' | 'test';
  readonly scopes?: readonly string[];
  readonly perMinute?: number;
  readonly expires?: string;
}

function parsePerMinute(text: string): number {
  const value = Number(text);
  if (!(Number.isInteger(value) && value >= 1)) throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

/** `maaza keys create`: an API key without HTTP. */
export function addKeysCommand(program: Command, context: CliContext): void {
  const keys = program.command('keys').summary('API keys of the server').description('API keys of the server, made in its database.');
  const create = keys
    .command('create')
    .summary('make an API key')
    .description('Makes an API key and prints it. It is not kept: nobody can print it again.')
    .requiredOption('--user <email>', 'account that it belongs to')
    .option('--name <name>', 'what people call it', 'made by maaza keys create')
    .addOption(new Option('--mode <mode>', 'test keys are never billed').choices(['live', 'test']).default('live'))
    .option('--scopes <list>', 'separated by commas (default: extract,extractions:read,usage:read)', (text) => text.split(','))
    .option('--per-minute <count>', 'stricter limit than that of the plan', parsePerMinute)
    .option('--expires <date>', 'such as 2030-01-01');
  addServerOptions(create).action(async (options: CreateOptions) => {
    const { user: email, name, mode, scopes, perMinute: requestsPerMinute, expires: expiresAt } = options;
    const request = { email, name, mode, scopes, requestsPerMinute, expiresAt };
    const { key } = await withAdministration(options, context, (administration) => administration.createKey(request));
    context.stdout.write(`${key}\n`);
  });
}
