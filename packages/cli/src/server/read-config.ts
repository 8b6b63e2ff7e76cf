import { parseEnv } from 'node:util';
import type { ServerConfig } from '@maaza/server';
import type { CliContext } from '../context.js';
import { usageError } from '../errors/cli-error.js';
import { decodeText, readFileBytes } from '../input/read-bytes.js';

/** Options that every command about the server takes. */
export interface ServerOptions {
  readonly envFile?: string;
  readonly database?: string;
}

/** Variables of the environment win over those of the file, and options over both. */
async function readEnvironment({ envFile, database }: ServerOptions, { env, signal }: Pick<CliContext, 'env' | 'signal'>) {
  const file = envFile === undefined ? {} : parseEnv(decodeText(await readFileBytes(envFile, signal), envFile));
  return { ...file, ...env, ...(database !== undefined && { DATABASE_URL: database }) };
}

/** @throws {CliError} `invalid_request` that names each wrong variable */
export async function readServerConfig(
  options: ServerOptions,
  context: Pick<CliContext, 'env' | 'signal'>,
  overrides: Readonly<Record<string, string | undefined>> = {},
): Promise<ServerConfig> {
  const { ConfigError, loadConfig } = await import('@maaza/server');
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  try {
    return loadConfig({ ...(await readEnvironment(options, context)), ...given });
  } catch (error) {
    throw error instanceof ConfigError ? usageError(error.message, { problems: error.problems }) : error;
  }
}
