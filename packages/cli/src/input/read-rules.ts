import { readFile } from 'node:fs/promises';
import type { Rule } from '@maaza/core';
import { CliError } from '../errors/cli-error.js';

/**
 * Reads rules across fields from a JSON file: a list of `{ "sum": […], "equals": … }` and `{ "before": [… , …] }`. What is in them, the library checks.
 * @throws {CliError} `invalid_request`
 */
export async function readRules(file: string): Promise<readonly Rule[]> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new CliError('invalid_request', `the rules in ${file} cannot be read (${cause.code ?? cause.message})`, { cause });
  });
  let rules: unknown;
  try {
    rules = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new CliError('invalid_request', `the rules in ${file} are not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(rules)) throw new CliError('invalid_request', `the rules in ${file} must be a JSON list`);
  return rules as readonly Rule[];
}
