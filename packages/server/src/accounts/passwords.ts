import { hash, verify } from '@node-rs/argon2';
import { ServerError } from '../http/server-error.js';

/** OWASP's recommendation for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** Each holds 19 MiB and a core for some 30 ms: more at once would only slow each other. */
const MAX_AT_ONCE = 2;
const MAX_WAITING = 64;

/** Slow hashes of passwords, a few at a time. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.#take(() => hash(password, PARAMETERS));
  }

  /** Takes as long where there is no such account, so that the time does not tell. */
  async verify(stored: string | null | undefined, password: string): Promise<boolean> {
    this.#decoy ??= hash('no account has this password', PARAMETERS);
    const against = stored ?? (await this.#decoy);
    const isRight = await this.#take(() => verify(against, password));
    return isRight && typeof stored === 'string';
  }

  async #take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_AT_ONCE) {
      if (this.#waiting.length >= MAX_WAITING) throw new ServerError('overloaded', 'too many logins at once', { retryAfterSeconds: 2 });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      // The place goes straight to the next, so that nobody slips in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
