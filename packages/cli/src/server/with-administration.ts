import type { Administration } from '@maaza/server';
import type { CliContext } from '../context.js';
import { CliError, usageError } from '../errors/cli-error.js';
import { readServerConfig, type ServerOptions } from './read-config.js';

/** Runs one task on the database of the server, and closes it. */
export async function withAdministration<T>(
  options: ServerOptions,
  context: Pick<CliContext, 'env' | 'signal'>,
  work: (administration: Administration) => Promise<T>,
): Promise<T> {
  const config = await readServerConfig(options, context);
  const { openAdministration, ServerError } = await import('@maaza/server');
  let administration: Administration;
  try {
    administration = await openAdministration(config);
  } catch (cause) {
    // The address of a database may hold a password, so it is not repeated.
    throw new CliError(
      'store_unavailable',
      `the database cannot be opened: ${(cause as Error).message || (cause as { code?: string }).code}`,
      { cause },
    );
  }
  try {
    return await work(administration);
  } catch (error) {
    throw error instanceof ServerError ? usageError(error.message, error.details) : error;
  } finally {
    await administration.close();
  }
}
