import type { Tokenizer } from '../tokenizer/tokenizer.js';

const decoder = new TextDecoder();

/** @returns the text that tokens stand for; half characters at its end become U+FFFD */
export function textOfTokens(tokenizer: Tokenizer, tokens: readonly number[]): string {
  const bytes: number[] = [];
  for (const token of tokens) for (const byte of tokenizer.tokenBytes[token]!) bytes.push(byte);
  return decoder.decode(Uint8Array.from(bytes));
}

/** true where `tokens` begins with `beginning` */
export function beginsWith(tokens: readonly number[], beginning: readonly number[]): boolean {
  return tokens.length >= beginning.length && beginning.every((token, i) => tokens[i] === token);
}

/**
 * The tokens of the rest of a string's content: those that the whole content would have had, where they go on from what was written; else
 * the rest is tokenized by itself.
 */
export function tokensOfRest(tokenizer: Tokenizer, written: readonly number[], rest: string): readonly number[] {
  if (written.length === 0) return tokenizer.encode(rest);
  const whole = tokenizer.encode(textOfTokens(tokenizer, written) + rest);
  return beginsWith(whole, written) ? whole.slice(written.length) : tokenizer.encode(rest);
}
