export interface QueuedRow {
  readonly row: number;
  readonly text: string;
}

/** Rows that have arrived and wait for the model. */
export class RowQueue {
  readonly #rows: QueuedRow[] = [];
  #wake: (() => void) | undefined;

  push(row: QueuedRow): void {
    this.#rows.push(row);
    this.#wake?.();
  }

  /** Resolves when there is a row. */
  async waitForRow(): Promise<void> {
    while (this.#rows.length === 0) await new Promise<void>((resolve) => this.#listen(resolve));
  }

  /**
   * The texts, as long as they keep coming. It ends after a pause, because whoever reads many texts in order may hold finished results
   * back while it waits for the next text.
   * @param taken - gets the number of each row whose text is given out
   */
  async *burst(taken: number[], pauseMs: number): AsyncGenerator<string> {
    for (;;) {
      const next = this.#rows.shift() ?? (await this.#nextWithin(pauseMs));
      if (next === undefined) return;
      taken.push(next.row);
      yield next.text;
    }
  }

  #nextWithin(ms: number): Promise<QueuedRow | undefined> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve(this.#rows.shift());
      };
      const timer = setTimeout(finish, ms);
      this.#listen(finish);
    });
  }

  #listen(wake: () => void): void {
    this.#wake = () => {
      this.#wake = undefined;
      wake();
    };
  }
}
