import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** Reads a small system file; undefined where there is none. */
type ReadSystemFile = (path: string) => string | undefined;

export const readSystemFile: ReadSystemFile = (path) => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
};

/**
 * Processors that the control groups of this process allow it, e.g. 1.5; undefined where there is no limit. A limit of a group holds for
 * the groups inside it, so the smallest on the way up counts.
 * @see Linux kernel documentation, "Control Group v2", cpu.max; for version 1, "CFS Bandwidth Control"
 */
export function cgroupCpuLimit(read: ReadSystemFile = readSystemFile): number | undefined {
  const groups = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => line.split(':'));
  const limits: number[] = [];
  for (const [, controllers = '', ...path] of groups) {
    const isVersion2 = controllers === '';
    if (!isVersion2 && !controllers.split(',').includes('cpu')) continue;
    const root = isVersion2 ? '/sys/fs/cgroup' : `/sys/fs/cgroup/${controllers}`;
    for (let folder = path.join(':') || '/'; ; folder = posix.dirname(folder)) {
      const limit = isVersion2 ? limitOfVersion2(posix.join(root, folder), read) : limitOfVersion1(posix.join(root, folder), read);
      if (limit !== undefined) limits.push(limit);
      if (folder === '/' || folder === '.') break;
    }
  }
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function limitOfVersion2(folder: string, read: ReadSystemFile): number | undefined {
  const [quota, period] = (read(`${folder}/cpu.max`) ?? '').split(' ').map(Number);
  return toLimit(quota, period);
}

function limitOfVersion1(folder: string, read: ReadSystemFile): number | undefined {
  return toLimit(Number(read(`${folder}/cpu.cfs_quota_us`)), Number(read(`${folder}/cpu.cfs_period_us`)));
}

/** `max` and -1 mean none. */
const toLimit = (quota: number | undefined, period: number | undefined) => (quota! > 0 && period! > 0 ? quota! / period! : undefined);
