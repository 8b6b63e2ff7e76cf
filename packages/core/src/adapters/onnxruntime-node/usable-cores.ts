import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** CPUs that the cgroup (v2, then v1) lets this process use; infinite where there is no limit. */
function cgroupCpus(read: (path: string) => string): number {
  try {
    const [quota, period] = read('/sys/fs/cgroup/cpu.max').trim().split(' ');
    return quota === 'max' ? Number.POSITIVE_INFINITY : Number(quota) / Number(period);
  } catch {
    // no cgroup v2
  }
  try {
    const quota = Number(read('/sys/fs/cgroup/cpu/cpu.cfs_quota_us'));
    return quota > 0 ? quota / Number(read('/sys/fs/cgroup/cpu/cpu.cfs_period_us')) : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/**
 * Threads worth using: the cores that this process may run on, within its cgroup's quota, 1 … 64.
 * @param read - reads a file as text; for tests
 */
export function usableCores(read: (path: string) => string = (path) => readFileSync(path, 'utf8'), cores = availableParallelism()): number {
  return Math.max(1, Math.min(64, cores, Math.ceil(cgroupCpus(read))));
}
