import { CliError } from '../../errors/cli-error.js';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  SQLITE_FULL: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'the file is larger than is allowed here',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'it is a folder',
  EIO: 'the disk reports an error',
};

/** What the system said about a file that this run writes; errors for the user already stay as they are. */
export function outputError(file: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new CliError('output_unwritable', `cannot write ${file}: ${reasons[code] ?? message}`, {
    details: { file, reason: code },
    cause: error,
  });
}
