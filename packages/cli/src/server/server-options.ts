import type { Command } from 'commander';

export const addServerOptions = (command: Command): Command =>
  command
    .option('--env-file <file>', 'variables of the server, as NAME=VALUE lines; the environment wins')
    .option('--database <url>', 'file:PATH or postgres://… (default: DATABASE_URL, else file:maaza.db)');
