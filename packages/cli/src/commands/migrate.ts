import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import type { ServerOptions } from '../server/read-config.js';
import { addServerOptions } from '../server/server-options.js';
import { withAdministration } from '../server/with-administration.js';

/** `maaza migrate`: the database in its newest form. `maaza serve` does the same when it starts. */
export function addMigrateCommand(program: Command, context: CliContext): void {
  const command = program
    .command('migrate')
    .summary('bring the database of the server to the newest form')
    .description(
      'Runs the migrations that are missing and prints their names, one a line. Forward only; several at once wait for each other.',
    );
  addServerOptions(command).action(async (options: ServerOptions) => {
    const migrated = await withAdministration(options, context, async (administration) => administration.migrated);
    for (const name of migrated) context.stdout.write(`${name}\n`);
  });
}
