import type Database from 'better-sqlite3';
import { CliError } from '../errors/cli-error.js';

/**
 * better-sqlite3, which is native and so may be missing where its installation failed.
 * @throws {CliError} `dependency_not_installed`
 */
export async function loadSqlite(): Promise<typeof Database> {
  try {
    return (await import('better-sqlite3')).default;
  } catch (cause) {
    const command = 'npm install better-sqlite3';
    throw new CliError('dependency_not_installed', `SQLite files need the package better-sqlite3, which does not load; run: ${command}`, {
      details: { package: 'better-sqlite3', command },
      cause,
    });
  }
}
