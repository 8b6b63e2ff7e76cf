import { type CodePointDfa, DEAD } from '../automata/code-point-dfa.js';
import { anyString } from '../automata/dfa-algebra.js';
import { shortestWords } from '../automata/shortest-words.js';
import type { CompileBudget } from '../budget.js';

const UNBOUNDED = Number.POSITIVE_INFINITY;

/**
 * Answers, for a pattern with bounds of length, whether a string can still be completed: whether from state `q`, after `n` code points,
 * some word of the pattern ends at a length of `min…max`.
 */
export class LengthWindow {
  /** `rows[n]`, for `n` below `min`: which states live after `n` code points; equal neighbours share one array */
  private readonly rows: Uint8Array[] = [];
  /** by state: the length of the shortest word that is left; `undefined` where no bound can be missed */
  private readonly shortest: Int32Array | undefined;
  /** up to this many code points a mask may add, so states further than that from both bounds offer the same tokens */
  private readonly horizon: number;

  constructor(
    private readonly dfa: CodePointDfa,
    readonly min: number,
    readonly max: number,
    maxTokenBytes: number,
    budget: CompileBudget | undefined,
  ) {
    this.horizon = maxTokenBytes + dfa.stateCount + 1;
    if (this.isAnyText || this.isUnbounded) return;
    this.shortest = shortestWords(dfa);
    this.fillRows(budget!);
  }

  static unbounded(dfa: CodePointDfa): LengthWindow {
    return new LengthWindow(dfa, 0, UNBOUNDED, 0, undefined);
  }

  get isAnyText(): boolean {
    return this.dfa === anyString();
  }

  get isUnbounded(): boolean {
    return this.min === 0 && this.max === UNBOUNDED;
  }

  isLive(state: number, length: number): boolean {
    if (state === DEAD || length > this.max || this.min > this.max) return false;
    if (this.shortest === undefined) return true;
    return length < this.min ? this.rows[length]![state] === 1 : this.shortest[state]! <= this.max - length;
  }

  isEnd(state: number, length: number): boolean {
    return length >= this.min && length <= this.max && this.dfa.accepting[state] === 1;
  }

  /** Lengths that no bound tells apart become one. */
  saturate(length: number): number {
    return this.max === UNBOUNDED ? Math.min(length, this.min) : length;
  }

  /** The least length that offers the same tokens as `length`. */
  representative(length: number): number {
    if (this.max === UNBOUNDED || this.max - length < this.horizon) return length;
    return length >= this.min ? this.min : length;
  }

  /** From `min` on the shortest word tells whether one fits in; before that, some word must be long enough and not too long. */
  private fillRows(budget: CompileBudget): void {
    budget.atMost(1_000_000, this.min, 'code points of a pattern with bounds of length');
    let later = Uint8Array.from(this.shortest!, (length) => (length <= this.max - this.min ? 1 : 0));
    const rows: Uint8Array[] = new Array(this.min);
    for (let n = this.min - 1; n >= 0; n--) {
      budget.tick('a pattern with bounds of length');
      const row = this.rowBefore(later);
      rows[n] = row;
      // One rule leads from row to row: once two are equal, all are.
      if (sameBytes(row, later)) while (n > 0) rows[--n] = row;
      later = row;
    }
    for (const row of rows) this.rows.push(row);
  }

  private rowBefore(later: Uint8Array): Uint8Array<ArrayBuffer> {
    const { next, stateCount, classCount } = this.dfa;
    const row = new Uint8Array(stateCount);
    for (let q = 0; q < stateCount; q++) {
      for (let i = q * classCount; i < (q + 1) * classCount; i++) {
        if (next[i] === DEAD || later[next[i]!] === 0) continue;
        row[q] = 1;
        break;
      }
    }
    return row;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
