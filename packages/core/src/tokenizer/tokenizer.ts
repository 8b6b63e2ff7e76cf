/** Text → token ids, and token ids → bytes, for one model. */
export interface Tokenizer {
  /** ids run from 0 to `vocabSize - 1` */
  readonly vocabSize: number;
  /** bytes of each token; empty for control tokens, which no text and no answer can produce */
  readonly tokenBytes: readonly Uint8Array[];
  /**
   * Token ids of plain text. Control tokens written in the text (`<|im_end|>`) come out as the characters that they are, so a text
   * can never close its own part of the prompt.
   */
  encode(text: string): number[];
  /** @returns the id of a control token, by its written form */
  controlTokenId(content: string): number | undefined;
}
