import { DEAD } from '../automata/code-point-dfa.js';
import { Magnitudes, type WrittenDigits } from '../numbers/magnitude.js';
import { countOf, type NumberRange } from '../numbers/number-range.js';
import type { Lexeme } from './lexeme.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

interface NumberState {
  readonly isNegative: boolean;
  /** undefined: nothing but a sign was written */
  readonly written: WrittenDigits | undefined;
}

const NOTHING_WRITTEN: WrittenDigits = { digits: 0n, integerDigits: 0, fractionDigits: -1 };

/**
 * The numbers of a range, without exponent. Digits are decided exactly, by decimals: each state knows how its digits compare with the
 * limits and what remainder they leave, and states alike in that are one.
 */
export class BoundedNumberLexeme implements Lexeme {
  readonly start: number;
  private readonly states: NumberState[] = [];
  private readonly ids = new Map<string, number>();
  private readonly positive: Magnitudes | undefined;
  private readonly negative: Magnitudes | undefined;

  constructor(
    private readonly range: NumberRange,
    private readonly wholeOnly: boolean,
  ) {
    this.positive = nonNegativePart(range);
    this.negative = negativePart(range);
    this.start = this.isStartLive() ? this.state({ isNegative: false, written: undefined }, 'start') : DEAD;
  }

  get isEmpty(): boolean {
    return this.start === DEAD;
  }

  step(state: number, byte: number): number {
    const { isNegative, written } = this.states[state]!;
    if (byte === MINUS) return state === this.start && this.hasFirstDigit(true) ? this.state({ isNegative: true, written }, 'minus') : DEAD;
    if (byte === POINT) {
      if (this.wholeOnly || written === undefined || written.fractionDigits >= 0) return DEAD;
      return this.reach(isNegative, { ...written, fractionDigits: 0 });
    }
    if (byte < ZERO || byte > NINE) return DEAD;
    const magnitudes = isNegative ? this.negative : this.positive;
    if (written !== undefined && magnitudes?.isFull(written)) return DEAD;
    return this.reach(isNegative, afterDigit(written ?? NOTHING_WRITTEN, byte - ZERO));
  }

  isAccepting(state: number): boolean {
    const { isNegative, written } = this.states[state]!;
    if (written === undefined || written.fractionDigits === 0) return false;
    return (isNegative ? this.negative : this.positive)?.isAllowed(written) ?? false;
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
    return countOf(this.range);
  }

  markByteClasses(starts: Uint8Array): void {
    for (let byte = MINUS; byte <= NINE + 1; byte++) starts[byte] = 1;
  }

  private isStartLive(): boolean {
    return this.hasFirstDigit(false) || this.hasFirstDigit(true);
  }

  private hasFirstDigit(isNegative: boolean): boolean {
    for (let digit = 0; digit <= 9; digit++) if (this.reach(isNegative, afterDigit(NOTHING_WRITTEN, digit)) !== DEAD) return true;
    return false;
  }

  private reach(isNegative: boolean, written: WrittenDigits | undefined): number {
    const magnitudes = isNegative ? this.negative : this.positive;
    if (written === undefined || magnitudes === undefined) return DEAD;
    if (!magnitudes.isLive(written)) return DEAD;
    return this.state(
      { isNegative, written },
      `${isNegative ? '-' : '+'}${written.fractionDigits === 0 ? '.' : ''}${magnitudes.key(written)}`,
    );
  }

  private state(state: NumberState, key: string): number {
    let id = this.ids.get(key);
    if (id === undefined) {
      id = this.states.length;
      this.ids.set(key, id);
      this.states.push(state);
    }
    return id;
  }
}

/** RFC 8259: no digit after a leading zero. */
function afterDigit(written: WrittenDigits, digit: number): WrittenDigits | undefined {
  const { digits, integerDigits, fractionDigits } = written;
  if (fractionDigits >= 0) return { digits: digits * 10n + BigInt(digit), integerDigits, fractionDigits: fractionDigits + 1 };
  if (integerDigits > 0 && digits === 0n) return undefined;
  return { digits: digits * 10n + BigInt(digit), integerDigits: integerDigits + 1, fractionDigits };
}

function nonNegativePart(range: NumberRange): Magnitudes | undefined {
  if (range.max !== undefined && range.max.value.digits < 0n) return undefined;
  const isBelowZero = range.min !== undefined && range.min.value.digits < 0n;
  return new Magnitudes({
    ...range,
    min: isBelowZero ? undefined : range.min,
    excluded: range.excluded.filter((value) => value.digits >= 0n),
  });
}

/** The magnitudes of the numbers below zero; zero itself is never written with a minus. */
function negativePart(range: NumberRange): Magnitudes | undefined {
  if (range.min !== undefined && range.min.value.digits >= 0n) return undefined;
  const mirrored = (value: { digits: bigint; scale: number }) => ({ digits: -value.digits, scale: value.scale });
  const isAboveZero = range.max === undefined || range.max.value.digits >= 0n;
  const zero = { value: { digits: 0n, scale: 0 }, exclusive: true };
  return new Magnitudes({
    ...range,
    min: isAboveZero ? zero : { value: mirrored(range.max!.value), exclusive: range.max!.exclusive },
    max: range.min === undefined ? undefined : { value: mirrored(range.min.value), exclusive: range.min.exclusive },
    excluded: range.excluded.filter((value) => value.digits <= 0n).map(mirrored),
  });
}
