import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { RunPaths } from './journal/run-files.js';

const besideOutput = /^(?:\.partial(?:\.building)?|\.journal(?:\.new)?|\.lock\..*)?$/s;
const besideCache = /^(?:-wal|-shm|-journal)?$/;

/** One path for a file, by whichever links of folders it was reached. Its folder must exist. */
export function canonicalPath(path: string): string {
  const full = resolve(path);
  return join(realpathSync(dirname(full)), basename(full));
}

/**
 * Tells the files that a run writes from those that it reads, so that a folder may hold both.
 * @param paths - canonical
 * @param cacheFile - canonical
 */
export function createOwnFileTest({ out, errors }: RunPaths, cacheFile: string | undefined): (path: string) => boolean {
  const own = [
    { file: out, rest: besideOutput },
    { file: errors, rest: besideOutput },
    { file: cacheFile, rest: besideCache },
  ].flatMap(({ file, rest }) => (file === undefined ? [] : [{ file, name: basename(file), rest }]));
  return (path) => {
    const name = basename(path);
    // Names first: most files are not ours, and asking for the true path of each would take long.
    const similar = own.filter((one) => name.startsWith(one.name) && one.rest.test(name.slice(one.name.length)));
    return similar.length > 0 && similar.some(({ file }) => dirname(canonicalPath(path)) === dirname(file));
  };
}
