import { ServerError } from '../http/server-error.js';

interface Waiter {
  readonly lane: string;
  readonly isSheddable: boolean;
  readonly start: () => void;
  readonly refuse: (error: ServerError) => void;
}

/** A place in the queue: taken before anything is written to the database, given back in any case. */
export interface Ticket {
  /** Waits for its turn, then runs. May be called once; gives the place back. @throws {ServerError} `overloaded` where it was shed while it waited */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Gives back a place that was not used. May be called twice, and after `run`. */
  release(): void;
}

export interface FairQueueOptions {
  /** jobs that run at once */
  readonly slots: number;
  /** jobs that may wait besides */
  readonly size: number;
}

const MIN_RETRY_SECONDS = 1;
const MAX_RETRY_SECONDS = 30;
/** Share of the waiting places that one lane may fill: whoever comes second finds one free, without anybody being sent away for it. */
const MAX_LANE_SHARE = 0.75;
/** Weight of the newest job in the mean duration. */
const SMOOTHING = 0.1;

/**
 * A bounded queue that is fair between lanes (API keys): lanes take turns, whatever each of them sends, and none fills it alone. When it is full, a lane that holds more than
 * its share gives its youngest waiting job up to one that holds less; jobs of test keys go first.
 */
export class FairQueue {
  readonly #options: FairQueueOptions;
  /** waiting jobs by lane; the first lane is the next in turn */
  readonly #lanes = new Map<string, Waiter[]>();
  /** all places taken, by lane */
  readonly #places = new Map<string, number>();
  #taken = 0;
  #running = 0;
  #meanMs = 200;
  #isClosed = false;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    let count = 0;
    for (const lane of this.#lanes.values()) count += lane.length;
    return count;
  }

  /** No new jobs from now on. */
  close(): void {
    this.#isClosed = true;
  }

  /** Whether `admit` would find a place now, without taking it: for whoever has work to save before. @throws {ServerError} `overloaded` */
  assertPlace(lane: string, { isSheddable }: { readonly isSheddable: boolean }): void {
    if (this.#isClosed) throw this.#overloaded('the server is stopping');
    const { slots, size } = this.#options;
    if (this.#placesOf(lane) >= slots + Math.ceil(size * MAX_LANE_SHARE))
      throw this.#overloaded('the share of this key in the queue is full');
    if (this.#isFull && !this.#findVictim(lane, isSheddable)) throw this.#overloaded('the queue is full');
  }

  /** @throws {ServerError} `overloaded` with Retry-After */
  admit(lane: string, { isSheddable }: { readonly isSheddable: boolean }): Ticket {
    this.assertPlace(lane, { isSheddable });
    if (this.#isFull) this.#shedFor(lane, isSheddable);
    this.#change(lane, 1);
    let isOpen = true;
    const release = () => {
      if (!isOpen) return;
      isOpen = false;
      this.#change(lane, -1);
    };
    return {
      release,
      run: async (work, signal) => {
        try {
          await this.#turn(lane, isSheddable, signal);
          return await this.#timed(work);
        } finally {
          release();
        }
      },
    };
  }

  async #timed<T>(work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      return await work();
    } finally {
      this.#meanMs += SMOOTHING * (performance.now() - startedAt - this.#meanMs);
      this.#running--;
      this.#startNext();
    }
  }

  /** Resolves when the job may run; the slot is taken then. */
  #turn(lane: string, isSheddable: boolean, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#running < this.#options.slots) {
      this.#running++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#remove(waiter);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        lane,
        isSheddable,
        start: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', onAbort);
          reject(error);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      const waiters = this.#lanes.get(lane);
      if (waiters) waiters.push(waiter);
      else this.#lanes.set(lane, [waiter]);
    });
  }

  #startNext(): void {
    const next = this.#lanes.entries().next();
    if (next.done) return;
    const [lane, waiters] = next.value;
    const waiter = waiters.shift()!;
    // The lane goes to the end of the line.
    this.#lanes.delete(lane);
    if (waiters.length > 0) this.#lanes.set(lane, waiters);
    this.#running++;
    waiter.start();
  }

  #remove(waiter: Waiter): void {
    const waiters = this.#lanes.get(waiter.lane);
    const index = waiters?.indexOf(waiter) ?? -1;
    if (index < 0) return;
    waiters!.splice(index, 1);
    if (waiters!.length === 0) this.#lanes.delete(waiter.lane);
  }

  #shedFor(lane: string, isSheddable: boolean): void {
    const victim = this.#findVictim(lane, isSheddable)!;
    this.#remove(victim);
    victim.refuse(this.#overloaded('the queue is full'));
    // Its ticket gives the place back in a later turn of the event loop; this one is let in for it now.
  }

  #findVictim(lane: string, isSheddable: boolean): Waiter | undefined {
    const youngest = [...this.#lanes.values()].map((waiters) => waiters.at(-1)!);
    const longestFirst = (a: Waiter, b: Waiter) => this.#placesOf(b.lane) - this.#placesOf(a.lane);
    const sheddable = youngest.filter((waiter) => waiter.isSheddable).sort(longestFirst)[0];
    if (!isSheddable && sheddable) return sheddable;
    const longest = youngest.filter((waiter) => waiter.isSheddable || !isSheddable).sort(longestFirst)[0];
    return longest && this.#placesOf(longest.lane) > this.#placesOf(lane) + 1 ? longest : undefined;
  }

  get #isFull(): boolean {
    return this.#taken >= this.#options.slots + this.#options.size;
  }

  #placesOf = (lane: string): number => this.#places.get(lane) ?? 0;

  #change(lane: string, by: 1 | -1): void {
    this.#taken += by;
    const places = this.#placesOf(lane) + by;
    if (places === 0) this.#places.delete(lane);
    else this.#places.set(lane, places);
  }

  #overloaded(message: string): ServerError {
    const seconds = Math.ceil(((this.waiting + 1) * this.#meanMs) / this.#options.slots / 1000);
    return new ServerError('overloaded', message, { retryAfterSeconds: Math.min(MAX_RETRY_SECONDS, Math.max(MIN_RETRY_SECONDS, seconds)) });
  }
}
