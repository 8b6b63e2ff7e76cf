import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Lets callers in one by one, each in a turn of the event loop of its own: what several of them do before their first forward pass, compiling
 * a schema or cutting a text into tokens, does not add up to one long turn.
 */
export class OwnTurn {
  #last: Promise<void> = Promise.resolve();

  begin(): Promise<void> {
    this.#last = this.#last.then(() => nextTurn());
    return this.#last;
  }
}
