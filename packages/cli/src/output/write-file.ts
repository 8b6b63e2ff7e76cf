import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { usageError } from '../errors/cli-error.js';
import { reasonOf } from '../input/read-bytes.js';

/**
 * Checks before the work starts that its result can be written.
 * @throws {CliError} `invalid_request`
 */
export async function assertWritable(path: string): Promise<void> {
  const fail = (reason: string) => usageError(`cannot write ${path}: ${reason}`, { file: path });
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) throw fail('it is a folder');
  await access(found ? path : dirname(path), constants.W_OK).catch((error: unknown) => {
    throw fail((error as NodeJS.ErrnoException).code === 'ENOENT' ? `there is no folder ${dirname(path)}` : reasonOf(error));
  });
}

/**
 * Writes a file whole: a reader sees the old content or the new one, never a part.
 * @throws {CliError} `invalid_request`
 */
export async function writeWhole(path: string, content: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // What is no plain file (/dev/stdout, a pipe) is written to, not replaced.
  if (found && !found.isFile()) return writeOrFail(path, path, content);
  // A link stays one; the file that it leads to is replaced.
  const target = found ? await realpath(path) : path;
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await writeOrFail(temporary, path, content);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function writeOrFail(target: string, path: string, content: string): Promise<void> {
  try {
    await writeFile(target, content);
  } catch (error) {
    throw usageError(`cannot write ${path}: ${reasonOf(error)}`, { file: path });
  }
}
