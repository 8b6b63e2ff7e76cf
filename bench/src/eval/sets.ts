import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type EvaluationItem, parseEvaluationItems } from '@maaza/core/evaluation';

export interface EvalSet {
  readonly name: string;
  readonly items: readonly EvaluationItem[];
}

const suffix = '.jsonl';

/** The names of all sets in a folder, in alphabetical order. */
export function listSets(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(suffix))
    .map((file) => basename(file, suffix))
    .sort();
}

/**
 * Reads a set. The sets have licences of their own and stay where they are.
 * @throws {RequestError} `invalid_evaluation_data` with file and line
 */
export function readSet(folder: string, name: string): EvalSet {
  const file = join(folder, `${name}${suffix}`);
  return { name, items: parseEvaluationItems(readFileSync(file, 'utf8').split('\n'), file) };
}
