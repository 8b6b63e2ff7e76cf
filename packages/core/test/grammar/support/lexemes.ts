/** Where in compact JSON text a byte stands; the least that is needed to see lexeme borders. */
export type LexicalState = 'between' | 'string' | 'escape' | 'number' | 'literal';

const quote = 0x22;
const backslash = 0x5c;

const isDigitOrSign = (byte: number) => (byte >= 0x30 && byte <= 0x39) || byte === 0x2d;
const isNumberByte = (byte: number) => isDigitOrSign(byte) || byte === 0x2b || byte === 0x2e || byte === 0x45 || byte === 0x65;
const isLetter = (byte: number) => byte >= 0x61 && byte <= 0x7a;

/** One byte further, and whether a lexeme border lies just before that byte. */
function step(state: LexicalState, byte: number): { state: LexicalState; isBorder: boolean } {
  if (state === 'escape') return { state: 'string', isBorder: false };
  if (state === 'string') {
    if (byte === quote) return { state: 'between', isBorder: true };
    return { state: byte === backslash ? 'escape' : 'string', isBorder: false };
  }
  if (state === 'number' && isNumberByte(byte)) return { state, isBorder: false };
  if (state === 'literal' && isLetter(byte)) return { state, isBorder: false };
  if (byte === quote) return { state: 'string', isBorder: true };
  if (isDigitOrSign(byte)) return { state: 'number', isBorder: true };
  return { state: isLetter(byte) ? 'literal' : 'between', isBorder: true };
}

/** The state after `bytes`, from the start of a text or from `from`. */
export function lexicalStateAfter(bytes: Uint8Array, from: LexicalState = 'between'): LexicalState {
  let state = from;
  for (const byte of bytes) state = step(state, byte).state;
  return state;
}

/**
 * Whether a lexeme border lies strictly inside `token` where it follows text that ended in `state`.
 * The opening quote is a lexeme of its own: the byte after it has a border before it.
 */
export function crossesLexemeBorder(state: LexicalState, token: Uint8Array): boolean {
  let current = state;
  let opened = false;
  for (let i = 0; i < token.length; i++) {
    const before = current;
    const next = step(current, token[i]!);
    if (i > 0 && (next.isBorder || opened)) return true;
    opened = next.state === 'string' && before !== 'string' && before !== 'escape';
    current = next.state;
  }
  return false;
}
