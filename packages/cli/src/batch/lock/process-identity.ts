import { readFileSync } from 'node:fs';

/** Stands for a start that this system does not tell. */
export const UNKNOWN_START = 'x';

/**
 * When a process was started, in ticks since the machine was: together with the id it names one process for good. Linux only.
 * @returns undefined where there is no such process, or only what is left of one that ended (a zombie); `UNKNOWN_START` where that cannot be known
 */
export function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return isThere(pid) ? UNKNOWN_START : undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program comes second, in parentheses, and may hold anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' || !isThere(pid) ? undefined : UNKNOWN_START;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
