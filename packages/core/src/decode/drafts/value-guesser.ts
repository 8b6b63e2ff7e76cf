/**
 * Guesses values before the model has decided them. A right guess saves decode steps, a wrong one costs a few positions of one run: nothing
 * that is guessed is ever written without the model's own decision.
 */
export interface ValueGuesser {
  /**
   * JSON texts that the value at a pointer may have, likeliest first: `"12345"`, `149.99`, `null`, or `[` where a list may begin.
   * @param pointer - JSON pointer of the value
   * @param after - UTF-16 offset in the text behind the value that was copied last; 0 at first
   */
  candidates(pointer: string, after: number): readonly string[];
}
