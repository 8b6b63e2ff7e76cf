import { DEAD } from '../automata/code-point-dfa.js';
import type { Lexeme } from './lexeme.js';

enum Part {
  start,
  afterMinus,
  zero,
  integerDigits,
  afterPoint,
  fractionDigits,
  afterE,
  afterExponentSign,
  exponentDigits,
}

const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

/**
 * Any number of JSON, or any integer without fraction and exponent.
 * @see RFC 8259, section 6
 */
export class NumberLexeme implements Lexeme {
  readonly start = Part.start;

  constructor(private readonly integerOnly: boolean) {}

  step(state: number, byte: number): number {
    const isDigit = byte >= ZERO && byte <= 0x39;
    switch (state) {
      case Part.start:
        if (byte === MINUS) return Part.afterMinus;
        return isDigit ? firstDigit(byte) : DEAD;
      case Part.afterMinus:
        return isDigit ? firstDigit(byte) : DEAD;
      case Part.zero:
        return this.afterInteger(byte);
      case Part.integerDigits:
        return isDigit ? Part.integerDigits : this.afterInteger(byte);
      case Part.afterPoint:
        return isDigit ? Part.fractionDigits : DEAD;
      case Part.fractionDigits:
        return isDigit ? Part.fractionDigits : exponent(byte);
      case Part.afterE:
        if (byte === MINUS || byte === PLUS) return Part.afterExponentSign;
        return isDigit ? Part.exponentDigits : DEAD;
      default:
        return isDigit ? Part.exponentDigits : DEAD;
    }
  }

  isAccepting(state: number): boolean {
    return state === Part.zero || state === Part.integerDigits || state === Part.fractionDigits || state === Part.exponentDigits;
  }

  isFinal(): boolean {
    return false;
  }

  label(): number {
    return 0;
  }

  maskState(state: number): number {
    return state;
  }

  size(): number {
    return Number.POSITIVE_INFINITY;
  }

  markByteClasses(starts: Uint8Array): void {
    for (const byte of [PLUS, MINUS, POINT, ZERO, 0x45, 0x65]) {
      starts[byte] = 1;
      starts[byte + 1] = 1;
    }
    starts[0x3a] = 1;
  }

  private afterInteger(byte: number): number {
    if (this.integerOnly) return DEAD;
    return byte === POINT ? Part.afterPoint : exponent(byte);
  }
}

function firstDigit(byte: number): number {
  return byte === ZERO ? Part.zero : Part.integerDigits;
}

function exponent(byte: number): number {
  return byte === 0x65 || byte === 0x45 ? Part.afterE : DEAD;
}
