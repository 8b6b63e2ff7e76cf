import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { toSafeJson } from '../output/safe-text.js';
import type { ServerOptions } from '../server/read-config.js';
import { addServerOptions } from '../server/server-options.js';
import { withAdministration } from '../server/with-administration.js';

const ADMIN = 'admin@example.com';
const USER = 'demo@example.com';

/** `maaza bootstrap-demo`: all that is needed for a first request, printed once. */
export function addBootstrapCommand(program: Command, context: CliContext): void {
  const command = program
    .command('bootstrap-demo')
    .summary('make an administrator, a user and a key to try the server with')
    .description(
      'Makes an administrator, a user on the developer plan and two API keys of his, live and test, and prints them as JSON, once.',
    );
  addServerOptions(command).action(async (options: ServerOptions) => {
    const made = await withAdministration(options, context, async (administration) => {
      const { email: adminEmail, password: adminPassword } = await administration.createUser({
        email: ADMIN,
        role: 'admin',
        plan: 'enterprise',
      });
      const { email, password } = await administration.createUser({ email: USER, plan: 'developer' });
      const scopes = ['extract', 'extractions:read', 'usage:read', 'keys:read', 'keys:write'];
      const { key } = await administration.createKey({ email, name: 'demo', scopes });
      const { key: testKey } = await administration.createKey({ email, name: 'demo, test', mode: 'test' });
      return { admin: { email: adminEmail, password: adminPassword }, user: { email, password }, api_key: key, test_key: testKey };
    });
    context.stdout.write(`${toSafeJson(made, 2)}\n`);
  });
}
