interface Waiting<Operation, Result> {
  readonly operation: Operation;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** PostgreSQL classes 22 (data) and 23 (constraint), and constraints of SQLite: the fault of one operation, not of the database. */
const isFaultOfOne = (error: unknown) => /^(2[23]\w{3}$|SQLITE_CONSTRAINT)/.test(String((error as { code?: unknown })?.code));

/**
 * Gathers operations that come while a transaction is under way, and runs them together in the next one: one commit for all. Each caller
 * hears of its own outcome, and only after the commit.
 */
export class GroupCommit<Operation, Result> {
  readonly #run: (operations: readonly Operation[]) => Promise<readonly Result[]>;
  readonly #maxGroup: number;
  #waiting: Waiting<Operation, Result>[] = [];
  #isRunning = false;

  /** @param run - one transaction; gives one result for each operation, in their order, or throws and has changed nothing */
  constructor(run: (operations: readonly Operation[]) => Promise<readonly Result[]>, { maxGroup = 128 } = {}) {
    this.#run = run;
    this.#maxGroup = maxGroup;
  }

  do(operation: Operation): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      if (!this.#isRunning) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#isRunning = true;
    // Callers of the same turn of the event loop go into the same group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, this.#maxGroup));
    this.#isRunning = false;
  }

  async #commit(group: readonly Waiting<Operation, Result>[]): Promise<void> {
    try {
      const results = await this.#run(group.map(({ operation }) => operation));
      group.forEach(({ resolve }, index) => void resolve(results[index]!));
    } catch (error) {
      // One that cannot be committed must not take the others with it.
      if (group.length > 1 && isFaultOfOne(error)) for (const one of group) await this.#commit([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}
