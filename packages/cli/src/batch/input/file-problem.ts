import { CliError, usageError } from '../../errors/cli-error.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'permission denied',
  ENOTDIR: 'a part of the path is not a folder',
};

/** What the system said about an input file, as an error for the user; errors that are one already stay as they are. */
export function fileProblem(path: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return usageError(`cannot read ${path}: ${reasons[code] ?? message}`, { file: path });
}
