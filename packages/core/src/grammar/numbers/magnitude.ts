import { atScale, type Decimal } from './decimal.js';
import type { Limit, NumberRange } from './number-range.js';

/** So many decimal digits each lead to a double of their own. */
const EXACT_DIGITS = 15;
/** Of the candidates in an interval so many are tried, before it is taken for full. */
const MAX_CANDIDATES = 5_000;

/** The digits of a number without its sign, as far as they were written: `digits * 10 ** -fractionDigits`. */
export interface WrittenDigits {
  readonly digits: bigint;
  readonly integerDigits: number;
  /** -1: no decimal point yet */
  readonly fractionDigits: number;
}

/** Which magnitudes (numbers from 0 up) are allowed, asked digit by digit. */
export class Magnitudes {
  /** all limits are whole in units of `10 ** -scale` */
  private readonly scale: number;
  private readonly min: bigint;
  private max: bigint | undefined;
  private readonly divisor: bigint | undefined;
  private readonly notDivisors: readonly bigint[];
  private readonly excluded: readonly bigint[];

  constructor(range: NumberRange) {
    const decimals = [range.min?.value, range.max?.value, range.divisor, ...range.notDivisors, ...range.excluded];
    this.scale = Math.max(0, ...decimals.map((decimal) => decimal?.scale ?? 0));
    const scaled = (decimal: Decimal): bigint => atScale(decimal, this.scale);
    this.min = range.min === undefined ? 0n : scaled(range.min.value);
    this.max = range.max === undefined ? undefined : scaled(range.max.value);
    this.divisor = range.divisor === undefined ? undefined : scaled(range.divisor);
    this.notDivisors = range.notDivisors.map(scaled);
    const isSparse = range.notDivisors.length > 0 || (this.divisor !== undefined && this.divisor !== 10n ** BigInt(this.scale));
    const largest = 10n ** BigInt(this.scale + EXACT_DIGITS);
    if (isSparse && this.max === undefined && this.min < largest) this.max = largest;
    this.excluded = [...range.excluded.map(scaled), ...exclusiveLimits(range).map(scaled)];
  }

  /** No more digits may follow the point: with more, a double would be another number than the one that was written. */
  isFull({ integerDigits, fractionDigits }: WrittenDigits): boolean {
    return fractionDigits >= Math.max(this.scale + 2, EXACT_DIGITS - integerDigits);
  }

  /** What was written is allowed as it is. */
  isAllowed(written: WrittenDigits): boolean {
    const fraction = Math.max(0, written.fractionDigits);
    return this.holds(written.digits, written.digits, fraction, true);
  }

  /** More digits may follow, and lead to an allowed magnitude (or it is one already). */
  isLive(written: WrittenDigits): boolean {
    if (this.isFull(written)) return this.isAllowed(written);
    if (written.fractionDigits >= 0) return this.holds(written.digits, written.digits + 1n, written.fractionDigits, false);
    let low = written.digits;
    let high = written.digits + 1n;
    for (;;) {
      if (this.holds(low, high, 0, false)) return true;
      // After a leading zero no digit may follow before the point.
      if (low === 0n || (this.max !== undefined && this.shifted(low) > this.max)) return false;
      // Far above all limits some allowed magnitude follows any digits.
      if (this.max === undefined && low > this.min) return !this.isNoMultipleTaken();
      low *= 10n;
      high *= 10n;
    }
  }

  /** Equal keys: the same digits may follow. */
  key(written: WrittenDigits): string {
    const { digits, integerDigits, fractionDigits } = written;
    const limits = [this.min, this.max, ...this.excluded].map((limit) => (limit === undefined ? '' : this.relation(written, limit)));
    const longest = this.integerLength();
    // Digits before the point also limit those after it.
    const before = Math.min(integerDigits, Math.max(longest + 1, EXACT_DIGITS));
    const place = `${before}.${fractionDigits}`;
    const moduli = [this.divisor, ...this.notDivisors].map((m) => (m === undefined ? '' : this.remainder(written, m)));
    return `${fractionDigits >= 0 ? 'f' : 'i'}${digits === 0n ? 0 : ''}${place} ${limits.join()} ${moduli.join()}`;
  }

  /** Some value of `low…high` (in units of `10 ** -fraction`; `high` included where `closed`) is allowed. */
  private holds(low: bigint, high: bigint, fraction: number, closed: boolean): boolean {
    const finer = BigInt(Math.max(0, fraction - this.scale));
    const coarser = BigInt(Math.max(0, this.scale - fraction));
    const unit = 10n ** finer;
    const from = larger(low * 10n ** coarser, this.min * unit);
    let to = high * 10n ** coarser;
    let isClosed = closed;
    if (this.max !== undefined && this.max * unit < to) {
      to = this.max * unit;
      isClosed = true;
    }
    if (from > to || (from === to && !isClosed)) return false;
    if (this.divisor !== undefined) return this.holdsMultiple(from, to, isClosed, this.divisor * unit, unit);
    // Between two different limits lie infinitely many decimals, more than are excluded; multiples excluded are discrete too.
    return from < to || this.isTaken(from, unit);
  }

  private holdsMultiple(from: bigint, to: bigint, isClosed: boolean, divisor: bigint, unit: bigint): boolean {
    if (this.isNoMultipleTaken()) return false;
    let candidate = ((from + divisor - 1n) / divisor) * divisor;
    for (let i = 0; i < MAX_CANDIDATES; i++) {
      if (candidate > to || (candidate === to && !isClosed)) return false;
      if (this.isTaken(candidate, unit)) return true;
      candidate += divisor;
    }
    return false;
  }

  private isTaken(value: bigint, unit: bigint): boolean {
    return !this.notDivisors.some((m) => value % (m * unit) === 0n) && !this.excluded.some((other) => other * unit === value);
  }

  /** All multiples of the divisor are multiples of what must not divide. */
  private isNoMultipleTaken(): boolean {
    return this.divisor !== undefined && this.notDivisors.some((m) => this.divisor! % m === 0n);
  }

  private shifted(digits: bigint): bigint {
    return digits * 10n ** BigInt(this.scale);
  }

  private integerLength(): number {
    const largest = [this.min, this.max ?? 0n, ...this.excluded].reduce(larger, 0n);
    return String(largest / 10n ** BigInt(this.scale)).length;
  }

  private remainder({ digits, fractionDigits }: WrittenDigits, m: bigint): string {
    if (fractionDigits <= this.scale) return String(digits % m);
    // Multiples have no digits but zeros below the scale, so what stands there matters only as far as it is zero.
    const unit = 10n ** BigInt(fractionDigits - this.scale);
    return digits % unit === 0n ? String((digits / unit) % m) : 'n';
  }

  /** How the digits compare with as many leading digits of the limit: below, equal so far, above. */
  private relation({ digits, integerDigits, fractionDigits }: WrittenDigits, limit: bigint): string {
    const whole = String(limit / 10n ** BigInt(this.scale));
    if (fractionDigits < 0 && integerDigits > whole.length) return '>';
    const text = String(limit).padStart(this.scale + 1, '0');
    const length = fractionDigits < 0 ? integerDigits : whole.length + fractionDigits;
    const leading = BigInt(text.padEnd(Math.max(length, text.length), '0').slice(0, length));
    return digits < leading ? '<' : digits > leading ? '>' : '=';
  }
}

function exclusiveLimits(range: NumberRange): Decimal[] {
  return [range.min, range.max].filter((limit): limit is Limit => limit?.exclusive === true).map((limit) => limit.value);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
