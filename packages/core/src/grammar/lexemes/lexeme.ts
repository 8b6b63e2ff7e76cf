/**
 * The automaton of one lexeme (a scalar value or a key) over the bytes of its JSON text, quotes included. States are small integers, found
 * and numbered when first reached. Invariant: a whole lexeme can be completed from every state; `DEAD` is the only other answer.
 *
 * A string has exactly one spelling here, that of `JSON.stringify`: raw UTF-8, `\"`, `\\`, `\b \f \n \r \t`, and `\u00xx` in lower case for
 * the other control characters. So what is forced shows, and equal texts are equal values.
 */
export interface Lexeme {
  readonly start: number;
  step(state: number, byte: number): number;
  /** the bytes so far are a whole lexeme */
  isAccepting(state: number): boolean;
  /** accepting, and no byte can follow inside the lexeme: the closing quote was read, or the last letter of a literal */
  isFinal(state: number): boolean;
  /** In an accepting state of a lexeme that is one of several texts: the index of the text; 0 for all others. */
  label(state: number): number;
  /** A state from which the same tokens fit into the lexeme, the same for as many states as possible, so that masks are shared. */
  maskState(state: number): number;
  /** The lexeme and state whose mask this state shares, where it is another one. */
  sameMaskAs?(state: number): readonly [Lexeme, number] | undefined;
  /** How many values it has; infinite also where they are too many to count. */
  size(): number;
  /** Sets `starts[b]` where byte `b` may behave differently from byte `b - 1`. */
  markByteClasses(starts: Uint8Array): void;
}

/** Marks each byte of ASCII, and the borders of UTF-8's lead and continuation bytes. */
export function markUtf8Classes(starts: Uint8Array, tellApartNonAscii: boolean): void {
  starts[0x80] = 1;
  if (tellApartNonAscii) starts.fill(1, 0x80);
  // RFC 3629, section 4: which second bytes may follow E0, ED, F0 and F4 differs.
  for (const byte of [0x90, 0xa0, 0xc0, 0xc2, 0xe0, 0xe1, 0xed, 0xee, 0xf0, 0xf1, 0xf4, 0xf5]) starts[byte] = 1;
}
