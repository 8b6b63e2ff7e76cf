/**
 * One named expectation. The suites know no test framework: `for (const { name, run, skip } of cases) it.skipIf(skip)(name, run)`.
 * `run` rejects with an `AssertionError` where the expectation fails.
 */
export interface ConformanceCase {
  readonly name: string;
  /** why this case cannot run here; absent where it can */
  readonly skip?: string;
  readonly run: () => Promise<void>;
}

/** The value of a promise that must settle in time: "may fail, must not hang". */
export async function settlesWithin<T>(timeoutMs: number, work: Promise<T>): Promise<PromiseSettledResult<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not settle within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    const [result] = await Promise.race([Promise.allSettled([work]), late]);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/** Tries again until the check passes; rejects with its last error after `timeoutMs`. */
export async function eventually(timeoutMs: number, check: () => Promise<void>): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
