/** Writes .env.example from the table of variables: `npx tsx scripts/env-example.ts`. */
import { realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { variables } from '../packages/server/src/config/variables.js';

export const envExamplePath = fileURLToPath(new URL('../.env.example', import.meta.url));

export function renderEnvExample(): string {
  const entries = Object.values(variables).map(({ name, fallback, description }) => `# ${description}\n${name}=${fallback}\n`);
  return `# Every variable of the Maaza server, with its default. Copy to .env; an empty one counts as not set.\n\n${entries.join('\n')}`;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) writeFileSync(envExamplePath, renderEnvExample());
