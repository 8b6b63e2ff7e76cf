import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** Ids of the control tokens that frame a prompt. */
export interface PromptFrame {
  readonly begin: number;
  readonly end: number;
}

/**
 * Token ids of the prompt up to the text: they depend on the schema only, so their KV cache serves every text.
 * Each part is tokenized by itself as plain text; only the frame writes control tokens.
 */
export function schemaPromptIds(tokenizer: Tokenizer, { begin, end }: PromptFrame, renderedSchema: string): number[] {
  return [begin, ...tokenizer.encode(`schema\n${renderedSchema}`), end, ...tokenizer.encode('\n')];
}

/** Token ids of the text and of the line that asks for the answer. */
export function textPromptIds(tokenizer: Tokenizer, { begin, end }: PromptFrame, text: string): number[] {
  return [begin, ...tokenizer.encode(`text\n${text}`), end, ...tokenizer.encode('\n'), begin, ...tokenizer.encode('json\n')];
}
