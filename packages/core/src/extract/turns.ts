import { throwIfAborted } from '../decode/run-generation.js';

interface Waiting {
  readonly start: () => void;
}

/** Lets `limit` callers in at a time, first come first served; who gives up while waiting leaves the queue. */
export class Turns {
  readonly #limit: number;
  #running = 0;
  readonly #queue = new Set<Waiting>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  async take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    if (this.#running >= this.#limit) await this.#wait(signal);
    else this.#running++;
    try {
      throwIfAborted(signal);
      return await work();
    } finally {
      this.#next();
    }
  }

  /** The turn is handed over, not given back: `#running` stays as it is. */
  #next(): void {
    const [first] = this.#queue;
    if (!first) {
      this.#running--;
      return;
    }
    this.#queue.delete(first);
    first.start();
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        this.#queue.delete(waiting);
        try {
          throwIfAborted(signal);
        } catch (error) {
          reject(error as Error);
        }
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#queue.add(waiting);
    });
  }
}
