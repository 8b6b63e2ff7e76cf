import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Expectation } from './score.js';

/** One line of an evaluation set. */
export interface EvalItem extends Expectation {
  readonly id: string;
  readonly text: string;
}

export interface EvalSet {
  readonly name: string;
  readonly items: readonly EvalItem[];
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
 * Reads the first `limit` items of a set. The sets have licences of their own and stay where they are.
 * @throws {Error} naming file and line, where a line is not an item
 */
export function readSet(folder: string, name: string, limit: number): EvalSet {
  const lines = readFileSync(join(folder, `${name}${suffix}`), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, limit);
  return { name, items: lines.map((line, at) => parseItem(line, `${name}${suffix}, item ${at + 1}`)) };
}

function parseItem(line: string, where: string): EvalItem {
  const item = JSON.parse(line) as Partial<EvalItem>;
  const isItem =
    typeof item.id === 'string' && typeof item.text === 'string' && typeof item.schema === 'object' && item.expected !== undefined;
  if (!isItem) throw new Error(`${where}: id, text, schema and expected are needed`);
  return item as EvalItem;
}
