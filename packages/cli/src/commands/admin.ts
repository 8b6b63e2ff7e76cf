import { type Command, Option } from 'commander';
import type { CliContext } from '../context.js';
import { decodeText, readBytes } from '../input/read-bytes.js';
import { toSafeJson } from '../output/safe-text.js';
import type { ServerOptions } from '../server/read-config.js';
import { addServerOptions } from '../server/server-options.js';
import { withAdministration } from '../server/with-administration.js';

interface CreateUserOptions extends ServerOptions {
  readonly role: 'admin' | 'user';
  readonly plan?: string;
  readonly passwordStdin?: boolean;
}

/** `maaza admin create-user`: an account without HTTP. */
export function addAdminCommand(program: Command, context: CliContext): void {
  const admin = program.command('admin').summary('accounts of the server').description('Accounts of the server, made in its database.');
  const create = admin
    .command('create-user')
    .summary('make an account')
    .description(
      'Makes an account and prints it as JSON, with its password where that was made up. The password is not kept in readable form.',
    )
    .argument('<EMAIL>', 'e-mail address to log in with')
    .addOption(new Option('--role <role>', 'admin or user').choices(['admin', 'user']).default('user'))
    .option('--plan <name>', 'plan of the account (default: free)')
    .option('--password-stdin', 'read the password from stdin instead of making one up');
  addServerOptions(create).action(async (email: string, options: CreateUserOptions) => {
    const password = options.passwordStdin
      ? decodeText(await readBytes(context.stdin, 'stdin', context.signal), 'stdin').replace(/\r?\n$/, '')
      : undefined;
    const request = { email, password, role: options.role, plan: options.plan };
    const user = await withAdministration(options, context, (administration) => administration.createUser(request));
    // A password that the caller has given is not repeated.
    const shown = password === undefined ? user : { id: user.id, email: user.email };
    context.stdout.write(`${toSafeJson(shown)}\n`);
  });
}
