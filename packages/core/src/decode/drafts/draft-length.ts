const SHORTEST = 4;
const FIRST = 8;
const LONGEST = 24;

/**
 * How many tokens to draft: twice as many after a draft that was right to its end, half as many after one that was wrong from the start.
 * The limits are where a longer run begins to cost more than the decode step it can save.
 */
export class DraftLength {
  #tokens = FIRST;

  get tokens(): number {
    return this.#tokens;
  }

  /**
   * @param drafted - tokens of the last draft
   * @param accepted - how many of them the model's decisions confirmed
   */
  learn(drafted: number, accepted: number): void {
    if (drafted === 0) return;
    if (accepted === drafted) this.#tokens = Math.min(LONGEST, this.#tokens * 2);
    else if (accepted === 0) this.#tokens = Math.max(SHORTEST, this.#tokens >> 1);
  }
}
