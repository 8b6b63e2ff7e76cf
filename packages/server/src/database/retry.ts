import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL: serialization failure, deadlock. SQLite: another process writes, longer than the busy timeout. */
const transient = new Set(['40001', '40P01', 'SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT']);
const MAX_TRIES = 6;

/** Runs it again, a little later each time, while the database says that another transaction was in the way. */
export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries === MAX_TRIES || !transient.has(String((error as { code?: unknown }).code))) throw error;
      await sleep(2 ** tries * (0.5 + Math.random()));
    }
  }
}
