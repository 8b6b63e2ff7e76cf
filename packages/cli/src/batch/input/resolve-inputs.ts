import { opendir, stat } from 'node:fs/promises';
import { extname, isAbsolute, join } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { usageError } from '../../errors/cli-error.js';
import { createCsvSource } from './csv.js';
import { createDocumentsSource } from './documents.js';
import { fileProblem } from './file-problem.js';
import { createJsonLinesSource } from './jsonl.js';
import type { InputSource } from './raw-row.js';
import { createSqliteSource } from './sqlite.js';
import { createXlsxSource } from './xlsx.js';

export const inputKinds = ['jsonl', 'csv', 'tsv', 'xlsx', 'sqlite', 'document'] as const;
export type InputKind = (typeof inputKinds)[number];

export interface InputOptions {
  /** what every input is. @default told by the ending of its name */
  readonly inputFormat?: InputKind;
  readonly delimiter?: string;
  readonly sheet?: string;
  readonly table?: string;
  /** attachments of mails are texts of their own. @default false */
  readonly attachments?: boolean;
}

const kindsByEnding: Readonly<Record<string, InputKind>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.xlsx': 'xlsx',
  '.xlsm': 'xlsx',
  '.sqlite': 'sqlite',
  '.sqlite3': 'sqlite',
  '.db': 'sqlite',
};

/**
 * What the inputs of the command line name: a table, a file, a folder (every file in it is a text) or a glob.
 * @param isOwn - whether a path is one that this run writes, so that a folder may hold both
 * @throws {CliError} `invalid_request` where one does not exist, or a glob or folder holds no file
 */
export async function resolveInputs(
  names: readonly string[],
  options: InputOptions,
  isOwn: (path: string) => boolean,
): Promise<readonly InputSource[]> {
  const sources: InputSource[] = [];
  for (const name of names) sources.push(...(await resolveInput(name, options, isOwn)));
  return sources;
}

async function resolveInput(name: string, options: InputOptions, isOwn: (path: string) => boolean): Promise<readonly InputSource[]> {
  if (name === '-') throw usageError('a pipe cannot be read again after a crash; save it to a file first');
  const found = await stat(name).catch((error: NodeJS.ErrnoException) => error);
  if (!(found instanceof Error)) {
    if (found.isDirectory()) {
      const files = (await filesBelow(name)).filter((path) => !isOwn(path));
      // Whatever their endings: without a word about it a folder is a folder of texts.
      return options.inputFormat === undefined ? [documents(name, files, options)] : openAll(name, files, options);
    }
    if (!found.isFile()) throw usageError(`${name} is neither a file nor a folder; a pipe cannot be read again after a crash`);
    if (isOwn(name)) throw usageError(`${name} is written by this batch, so it cannot be read by it`, { file: name });
    return [openTable(name, options) ?? createDocumentsSource(name, [name], options.attachments === true)];
  }
  if (!isDynamicPattern(name)) throw fileProblem(name, found);
  const paths = (await glob(name.replaceAll('\\', '/'), globOptions(name))).filter((path) => !isOwn(path)).sort(compareNames);
  return openAll(name, paths, options);
}

// Ids are paths as the user writes them. A link to a folder could lead back up.
const globOptions = (pattern: string) => ({ absolute: isAbsolute(pattern), followSymbolicLinks: false, expandDirectories: false });

/** Tables, where all are; else texts. */
function openAll(name: string, paths: readonly string[], options: InputOptions): readonly InputSource[] {
  const tables = paths.map((path) => openTable(path, options));
  return paths.length > 0 && tables.every((table) => table !== undefined) ? tables : [documents(name, paths, options)];
}

function documents(name: string, paths: readonly string[], { attachments }: InputOptions): InputSource {
  if (paths.length === 0) throw usageError(`there is no file in ${name}`, { input: name });
  return createDocumentsSource(name, paths, attachments === true);
}

function openTable(path: string, { inputFormat, delimiter, sheet, table }: InputOptions): InputSource | undefined {
  switch (inputFormat ?? kindsByEnding[extname(path).toLowerCase()]) {
    case 'jsonl':
      return createJsonLinesSource(path, path);
    case 'csv':
      return createCsvSource(path, path, { delimiter });
    case 'tsv':
      return createCsvSource(path, path, { delimiter: delimiter ?? '\t' });
    case 'xlsx':
      return createXlsxSource(path, path, { sheet });
    case 'sqlite':
      return createSqliteSource(path, path, { table });
    default:
      return undefined;
  }
}

/** By UTF-16 units, so that the order does not depend on the language of the machine. */
const compareNames = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** All files below a folder, depth first, each folder in the order of its names. Names that begin with a dot are left out. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries: { readonly path: string; readonly isFolder: boolean }[] = [];
  try {
    for await (const entry of await opendir(folder)) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder, entry.name);
      const target = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
      // A link to a folder could lead back up.
      if (entry.isDirectory() || target?.isFile()) entries.push({ path, isFolder: entry.isDirectory() });
    }
  } catch (error) {
    throw fileProblem(folder, error);
  }
  entries.sort((a, b) => compareNames(a.path, b.path));
  const files: string[] = [];
  for (const { path, isFolder } of entries) {
    if (!isFolder) files.push(path);
    else for (const file of await filesBelow(path)) files.push(file);
  }
  return files;
}
