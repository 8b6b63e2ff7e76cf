/** A whole server in a process of its own, on the built packages, with the scripted runner. Prints its address when it listens. */
import { loadConfig, startServer } from '@maaza/server';
import { createScriptedRunner } from './scripted-runner.mjs';

const { SCRIPT_SLOTS = '4', SCRIPT_DELAY_MS = '0', ...environment } = process.env;
const runner = await createScriptedRunner({ slots: Number(SCRIPT_SLOTS), delayMs: Number(SCRIPT_DELAY_MS) });
process.on('unhandledRejection', (error) => {
  console.error('UNHANDLED', error);
  process.exit(70);
});
const server = await startServer(loadConfig(environment), { runner });
process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
process.stdout.write(`listening on ${server.url}\n`);
